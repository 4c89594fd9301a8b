package dev.carornot.function.s3event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** What the upload function was invoked with. */
public sealed interface S3Event {
    /** S3 itself; {@code s3:TestEvent}, which S3 sends when notifications are configured, has no records. */
    record Notification(List<S3Record> records) implements S3Event {
        public Notification {
            records = List.copyOf(records);
        }
    }

    /** A batch from SQS. */
    record Messages(List<Message> messages) implements S3Event {
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /**
     * A message with a notification inside.
     *
     * @param id by which the queue is told what failed
     */
    record Message(String id, List<S3Record> records) {
        public Message {
            records = List.copyOf(records);
        }
    }

    /**
     * S3 Batch Operations.
     *
     * @param schema 1.0 or 2.0; the answer repeats it, as it does the invocation's name
     */
    record BatchOperation(String schema, String invocation, List<Task> tasks) implements S3Event {
        public BatchOperation {
            tasks = List.copyOf(tasks);
        }
    }

    record Task(String id, S3Record record) {}

    /**
     * None of these.
     *
     * @param why one sentence
     */
    record Unknown(String why) implements S3Event {}

    /** Tells events apart and reads them; whatever they hold beside, nobody looks at. Thread-safe. */
    static S3Event read(JsonNode event, ObjectMapper json) {
        if (event == null) {
            return new Unknown("The event is empty.");
        }
        String schema = event.path("invocationSchemaVersion").asText();
        if (!schema.isEmpty()) {
            return batchOperation(schema, event);
        }
        if (event.path("Records").path(0).path("eventSource").asText().equals("aws:sqs")) {
            List<Message> messages = new ArrayList<>();
            for (JsonNode message : event.path("Records")) {
                messages.add(new Message(message.path("messageId").asText(), notification(message, json)));
            }
            return new Messages(messages);
        }
        List<S3Record> records = notification(event);
        return records == null
                ? new Unknown("The event is neither S3's nor one from SQS nor one of S3 Batch Operations.")
                : new Notification(records);
    }

    private static S3Event batchOperation(String schema, JsonNode event) {
        if (!schema.equals("1.0") && !schema.equals("2.0")) {
            return new Unknown(
                    "S3 Batch Operations invoke with schema " + schema + ", but only 1.0 and 2.0 are known.");
        }
        List<Task> tasks = new ArrayList<>();
        for (JsonNode task : event.path("tasks")) {
            tasks.add(new Task(task.path("taskId").asText(), S3Record.ofTask(task)));
        }
        return new BatchOperation(schema, event.path("invocationId").asText(), tasks);
    }

    private static List<S3Record> notification(JsonNode message, ObjectMapper json) {
        List<S3Record> records;
        try {
            records = notification(json.readTree(message.path("body").asText()));
        } catch (JsonProcessingException e) {
            records = null;
        }
        return records == null
                ? List.of(new S3Record.Unreadable(
                        "The message " + message.path("messageId").asText() + " holds no notification of S3."))
                : records;
    }

    /** The records, none for a test event, null when it is no notification. */
    private static List<S3Record> notification(JsonNode event) {
        if (event.path("Event").asText().equals("s3:TestEvent")) {
            return List.of(new S3Record.Other("S3 tests whether its notifications arrive."));
        }
        if (!(event.get("Records") instanceof ArrayNode array)) {
            return null;
        }
        List<S3Record> records = new ArrayList<>();
        for (JsonNode record : array) {
            records.add(
                    record.path("eventSource").asText().equals("aws:s3")
                            ? S3Record.ofNotification(record)
                            : new S3Record.Unreadable("A record does not come from S3."));
        }
        return records;
    }
}
