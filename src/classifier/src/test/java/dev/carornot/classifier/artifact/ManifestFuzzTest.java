package dev.carornot.classifier.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.carornot.classifier.fixture.Artifacts;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a manifest holds, it is read or refused in one sentence. */
class ManifestFuzzTest {
    static Stream<byte[]> seeds() {
        byte[] sound = ManifestJson.write(Artifacts.draft("car", "1"));
        // What the first long campaign found: a name with a line break, which the message repeated.
        byte[] twoLines =
                new String(sound, UTF_8).replace("\"car\"", "\"c\\nar\"").getBytes(UTF_8);
        return Stream.of(sound, twoLines);
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverTheManifestSays(byte[] manifest) {
        try {
            Manifest read = ManifestJson.read(ByteBuffer.wrap(manifest), "manifest.json");
            assertThat(ManifestJson.write(read)).isNotEmpty();
        } catch (ArtifactException e) {
            assertThat(e.getMessage()).contains("manifest.json").doesNotContain("\n");
        }
    }
}
