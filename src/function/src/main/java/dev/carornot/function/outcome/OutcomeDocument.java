package dev.carornot.function.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.carornot.function.answer.Answer;
import dev.carornot.function.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An outcome as a JSON document: which contents it is about, the outcome in short, and the answer or the problem document
 * that a request with the same photograph gets.
 *
 * @param schema {@value #SCHEMA}
 * @param outcome the model's label, {@code uncertain} or {@code refused}
 */
@RegisterForReflection
@JsonPropertyOrder({"schema", "outcome", "model", "object", "answer", "problem"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutcomeDocument(int schema, String outcome, String model, Upload object, Answer answer, Problem problem) {
    static final int SCHEMA = 1;

    /**
     * @param version null where the bucket keeps none
     * @param lastModified ISO 8601
     * @param sequencer of the event that led here; null where it had none
     */
    @RegisterForReflection
    @JsonPropertyOrder({"bucket", "key", "version", "size", "eTag", "lastModified", "sequencer"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Upload(
            String bucket, String key, String version, long size, String eTag, String lastModified, String sequencer) {}
}
