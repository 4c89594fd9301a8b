package dev.carornot.function.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a form holds, photographs come out of it or one sentence, and no more bytes than went in. */
class MultipartFuzzTest {
    static Stream<byte[]> seeds() {
        String field = "Content-Disposition: form-data; name=";
        return Stream.of(
                        List.of(
                                "--x",
                                field + "image; filename=a.jpg",
                                "Content-Type: image/jpeg",
                                "",
                                "bytes",
                                "--x--",
                                ""),
                        List.of("--x", field + "image", "", "bytes", "--x", field + "other", "", "1", "--x--", ""),
                        List.of(
                                "--x",
                                field + "a",
                                "Content-Type: multipart/mixed; boundary=y",
                                "",
                                "--y",
                                "Content-Disposition: file; filename=b",
                                "",
                                "c",
                                "--y--",
                                "--x--",
                                ""),
                        List.of(
                                "--x",
                                field + "image; filename*=UTF-8''%e2%82%ac",
                                "Content-Transfer-Encoding: base64",
                                "",
                                "AAAA",
                                "--x--"))
                .map(lines -> String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverTheFormSays(byte[] body) {
        Upload upload = Upload.read("multipart/form-data; boundary=x", body);

        if (upload instanceof Upload.Photographs form) {
            assertThat(form.photographs().stream()
                            .mapToLong(it -> it.bytes().length)
                            .sum())
                    .isLessThanOrEqualTo(body.length);
        } else {
            assertThat(((Upload.Unusable) upload).detail()).isNotBlank();
        }
    }
}
