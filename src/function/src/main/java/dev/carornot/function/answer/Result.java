package dev.carornot.function.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.carornot.function.problem.Problem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one photograph of several: an answer or a problem, the other one is null.
 *
 * @param file the file name that the sender gave; null when there was none
 */
@RegisterForReflection
@JsonPropertyOrder({"file", "answer", "problem"})
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "One photograph of several: either its answer or its problem.")
public record Result(
        @Schema(description = "The file name that was sent, if one was.", examples = "front.jpg")
        String file,

        Answer answer,
        Problem problem) {}
