package dev.carornot.function.s3event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.fixture.S3Events;
import dev.carornot.function.fixture.S3Events.Uploaded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever JSON the upload function is invoked with, it is told apart and read. */
class S3EventFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<byte[]> seeds() {
        Uploaded upload = new Uploaded("photographs", "a b/\u00FC.jpg", "v1", 7, "abc", "0055AED6DCD90281E5");
        String notification = S3Events.notification(upload);
        return Stream.of(
                        notification,
                        S3Events.notification("ObjectRemoved:Delete", upload),
                        "{\"Event\":\"s3:TestEvent\"}",
                        "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"1\",\"body\":\"{}\"}]}",
                        "{\"invocationSchemaVersion\":\"2.0\",\"invocationId\":\"i\",\"tasks\":[{\"taskId\":\"t\","
                                + "\"s3Key\":\"k\",\"s3Bucket\":\"b\"}]}")
                .map(it -> it.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverTheEventSays(byte[] bytes) {
        JsonNode event;
        try {
            event = JSON.readTree(bytes);
        } catch (IOException e) {
            // What is no JSON does not get as far as here: the Lambda runtime's own reader refuses it.
            return;
        }
        assertThat(S3Event.read(event, JSON)).isNotNull();
    }
}
