package dev.carornot.classifier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a checkpoint's pickle holds, tensors come out of it or one sentence; nothing is called and no class is made. */
class PickleFuzzTest {
    @TempDir
    private static Path folder;

    static Stream<byte[]> seeds() {
        Object storage = Checkpoints.storage("FloatStorage", "0", 4);
        Object tensor = Checkpoints.tensor(storage, 0, List.of(4), List.of(1));
        return Stream.of(
                PickleWriter.pickle(Checkpoints.stateDict(Map.of("w", tensor))),
                PickleWriter.pickle(Map.of("w", new PickleWriter.Call("os.system", List.of("id")))),
                PickleWriter.pickle(Map.of("state_dict", Map.of("w", tensor), "epoch", 3)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whateverThePickleSays(byte[] pickle) throws IOException {
        Map<String, byte[]> entries = Checkpoints.zipEntries(null, Map.of("0", Checkpoints.floats(1, 2, 3, 4)));
        entries.put("archive/data.pkl", pickle);
        Path file = Files.write(folder.resolve("drawn.pth"), Checkpoints.zip(entries, ZipEntry.STORED));
        try {
            assertThat(TorchCheckpoint.read(file).tensors()).isNotNull();
        } catch (TensorFileException e) {
            assertThat(e.getMessage()).contains("drawn.pth").doesNotContain("\n");
        }
    }
}
