package dev.carornot.classifier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a safetensors file holds, it is read or refused in one sentence, and what is read lies inside it. */
class SafetensorsFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{}",
                        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}",
                        "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
                        "{\"a\":{\"dtype\":\"F16\",\"shape\":[0,3],\"data_offsets\":[0,0]},"
                                + "\"b\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}}")
                .map(header -> header.getBytes(StandardCharsets.UTF_8));
    }

    /** The header alone is drawn: lengths that do not fit it are tried elsewhere, and hide everything else. */
    @MethodSource("seeds")
    @FuzzTest
    void whateverTheHeaderSays(byte[] header) {
        int data = header.length == 2 ? 0 : 4;
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + header.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .rewind();
        try {
            TensorMap map = Safetensors.read(file, "drawn.safetensors");
            long bytes = map.tensors().values().stream()
                    .mapToLong(it -> it.data().remaining())
                    .sum();
            assertThat(bytes).isEqualTo(data);
        } catch (TensorFileException e) {
            assertThat(e.getMessage()).contains("drawn.safetensors").doesNotContain("\n");
        }
    }
}
