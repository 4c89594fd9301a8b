package dev.carornot.function.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.function.outcome.Recording;
import dev.carornot.function.outcome.Uploads;
import dev.carornot.function.s3event.S3Event;
import dev.carornot.function.s3event.S3Record;
import io.quarkus.funqy.Funq;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The Funqy function {@code classify-upload}: records the outcome of objects that were uploaded to S3, whoever tells of them.
 * Thread-safe.
 */
@Singleton
public final class UploadFunction {
    private static final Logger LOG = Logger.getLogger(UploadFunction.class);

    /** Of a result's text: the report of a batch operation cuts it off there. */
    private static final int LONGEST_RESULT = 1024;

    private final Provider<Uploads> uploads;
    private final InvocationTime time;
    private final ObjectMapper json;

    /** Uploads are looked for when one comes first: a deployment that is another function has no settings for them. */
    UploadFunction(Provider<Uploads> uploads, InvocationTime time, ObjectMapper json) {
        this.uploads = uploads;
        this.time = time;
        this.json = json;
    }

    /**
     * Takes a notification of S3, a batch of SQS messages with notifications inside, or an invocation of S3 Batch Operations.
     *
     * @return to SQS which messages failed, to S3 Batch Operations how each task ended, to S3 an empty object
     * @throws FunctionException when uploads of which S3 told by itself failed: Lambda invokes again
     */
    @Funq("classify-upload")
    public JsonNode classifyUpload(JsonNode event) {
        S3Event read = S3Event.read(event, json);
        if (read instanceof S3Event.Messages batch) {
            return answer(batch);
        }
        if (read instanceof S3Event.BatchOperation operation) {
            return answer(operation);
        }
        if (read instanceof S3Event.Notification notification) {
            return answer(notification);
        }
        throw new FunctionException(((S3Event.Unknown) read).why());
    }

    private JsonNode answer(S3Event.Notification notification) {
        Map<S3Record, Recording> recordings = record(notification.records());
        List<String> failures = recordings.values().stream()
                .filter(Recording.Failed.class::isInstance)
                .map(Recording::text)
                .toList();
        if (!failures.isEmpty()) {
            throw new FunctionException(String.join(" ", failures));
        }
        return json.createObjectNode();
    }

    private JsonNode answer(S3Event.Messages batch) {
        Map<S3Record, Recording> recordings = record(batch.messages().stream()
                .flatMap(message -> message.records().stream())
                .toList());
        ObjectNode answer = json.createObjectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        for (S3Event.Message message : batch.messages()) {
            if (message.records().stream().anyMatch(record -> recordings.get(record) instanceof Recording.Failed)) {
                failures.addObject().put("itemIdentifier", message.id());
            }
        }
        return answer;
    }

    private JsonNode answer(S3Event.BatchOperation operation) {
        Map<S3Record, Recording> recordings =
                record(operation.tasks().stream().map(S3Event.Task::record).toList());
        ObjectNode answer = json.createObjectNode();
        answer.put("invocationSchemaVersion", operation.schema());
        // Not that any would be missing.
        answer.put("treatMissingKeysAs", "TemporaryFailure");
        answer.put("invocationId", operation.invocation());
        ArrayNode results = answer.putArray("results");
        for (S3Event.Task task : operation.tasks()) {
            Recording recording = recordings.get(task.record());
            String text = recording.text();
            results.addObject()
                    .put("taskId", task.id())
                    .put("resultCode", resultCode(recording))
                    .put("resultString", text.substring(0, Math.min(text.length(), LONGEST_RESULT)));
        }
        return answer;
    }

    private static String resultCode(Recording recording) {
        if (recording instanceof Recording.Failed failed) {
            return failed.lasting() ? "PermanentFailure" : "TemporaryFailure";
        }
        return "Succeeded";
    }

    /** How each record ended; those that say the same end the same. */
    private Map<S3Record, Recording> record(List<S3Record> records) {
        Map<S3Record, Recording> recordings = new HashMap<>();
        List<S3Record.Upload> found = new ArrayList<>();
        for (S3Record record : new LinkedHashSet<>(records)) {
            if (record instanceof S3Record.Upload upload) {
                found.add(upload);
            } else if (record instanceof S3Record.Other other) {
                LOG.infof("Ignored: %s", other.why());
                recordings.put(record, new Recording.Ignored("ignored: " + other.why()));
            } else if (record instanceof S3Record.Unreadable unreadable) {
                LOG.errorf("%s", unreadable.why());
                recordings.put(record, new Recording.Failed(unreadable.why(), true));
            }
        }
        if (!found.isEmpty()) {
            List<Recording> ends = uploads.get().record(found, time.left());
            for (int i = 0; i < found.size(); i++) {
                recordings.put(found.get(i), ends.get(i));
            }
        }
        return recordings;
    }
}
