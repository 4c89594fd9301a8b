package dev.carornot.function.s3event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.fixture.S3Events;
import dev.carornot.function.fixture.S3Events.Uploaded;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3EventTest {
    private static final Uploaded UPLOADED = new Uploaded("uploads", "a b+c/ü.jpg", "v1", 12, "cafe", "0A");
    private static final S3Record.Upload UPLOAD =
            new S3Record.Upload("uploads", "a b+c/ü.jpg", "v1", 12, "cafe", new Sequencer("0A"), false);

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aNotificationHasItsUploadsWithDecodedKeys() throws Exception {
        assertThat(read(S3Events.notification(UPLOADED, UPLOADED)))
                .isEqualTo(new S3Event.Notification(List.of(UPLOAD, UPLOAD)));
    }

    @Test
    void whatTheEventDoesNotSayIsNotThere() throws Exception {
        assertThat(records(S3Events.notification(new Uploaded("uploads", "a.jpg", null, 0, null, null))))
                .containsExactly(new S3Record.Upload("uploads", "a.jpg", null, 0, null, null, false));
        assertThat(records(S3Events.notification(new Uploaded("uploads", "a.jpg", null, 0, null, "no digits"))))
                .containsExactly(new S3Record.Upload("uploads", "a.jpg", null, 0, null, null, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated", "ObjectTagging:Put"})
    void whatIsNoUploadIsLeftAlone(String eventName) throws Exception {
        assertThat(records(S3Events.notification(eventName, UPLOADED)))
                .singleElement()
                .isInstanceOf(S3Record.Other.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ObjectCreated:CompleteMultipartUpload", "s3:ObjectCreated:Copy"})
    void howItWasUploadedMakesNoDifference(String eventName) throws Exception {
        assertThat(records(S3Events.notification(eventName, UPLOADED))).containsExactly(UPLOAD);
    }

    @Test
    void aTestEventAndAFolderAreLeftAlone() throws Exception {
        assertThat(records(S3Events.testEvent())).singleElement().isInstanceOf(S3Record.Other.class);
        assertThat(records(S3Events.notification(new Uploaded("uploads", "folder/", 0, "cafe", "01"))))
                .singleElement()
                .isInstanceOf(S3Record.Other.class);
    }

    @Test
    void anotherVersionOfEventsAnotherSourceAndABrokenKeyAreUnreadable() throws Exception {
        String event = S3Events.notification(UPLOADED);
        assertThat(records(event.replace("\"2.1\"", "\"3.0\"")))
                .singleElement()
                .isInstanceOf(S3Record.Unreadable.class);
        assertThat(records(event.replace("\"2.1\"", "\"2.9\""))).containsExactly(UPLOAD);
        assertThat(records(event.replace("aws:s3\"", "aws:kinesis\"")))
                .singleElement()
                .isInstanceOf(S3Record.Unreadable.class);
        assertThat(records(event.replace("a+b", "a%zz"))).singleElement().isInstanceOf(S3Record.Unreadable.class);
        assertThat(records(event.replace("\"key\"", "\"other\"")))
                .singleElement()
                .isInstanceOf(S3Record.Unreadable.class);
    }

    @Test
    void messagesOfAQueueHaveTheirNotifications() throws Exception {
        Map<String, String> bodies = new TreeMap<>(Map.of(
                "1", S3Events.notification(UPLOADED), "2", S3Events.testEvent(), "3", "no JSON", "4", "{\"a\":1}"));

        S3Event.Messages messages = (S3Event.Messages) read(S3Events.messages(bodies));

        assertThat(messages.messages()).extracting(S3Event.Message::id).containsExactly("1", "2", "3", "4");
        assertThat(messages.messages().get(0).records()).containsExactly(UPLOAD);
        assertThat(messages.messages().get(1).records().get(0)).isInstanceOf(S3Record.Other.class);
        assertThat(messages.messages().get(2).records().get(0)).isInstanceOf(S3Record.Unreadable.class);
        assertThat(messages.messages().get(3).records().get(0)).isInstanceOf(S3Record.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "2.0"})
    void batchOperationsHaveTheirTasksInBothSchemas(String schema) throws Exception {
        S3Event.BatchOperation operation =
                (S3Event.BatchOperation) read(S3Events.batchOperation(schema, "uploads", "a b.jpg", "c.jpg"));

        assertThat(operation.schema()).isEqualTo(schema);
        assertThat(operation.tasks())
                .containsExactly(
                        new S3Event.Task(
                                "task-0", new S3Record.Upload("uploads", "a b.jpg", null, 0, null, null, true)),
                        new S3Event.Task("task-1", new S3Record.Upload("uploads", "c.jpg", null, 0, null, null, true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "{\"Records\":1}", "{\"invocationSchemaVersion\":\"3.0\",\"tasks\":[]}"})
    void anythingElseIsUnknown(String event) throws Exception {
        assertThat(read(event)).isInstanceOf(S3Event.Unknown.class);
    }

    private S3Event read(String event) throws Exception {
        return S3Event.read(json.readTree(event), json);
    }

    private List<S3Record> records(String event) throws Exception {
        return ((S3Event.Notification) read(event)).records();
    }
}
