package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FeatureCache;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that is killed (SIGKILL) leaves whole what was whole, and nothing that could be taken for whole. */
class KilledTrainerTest {
    /** More with {@code -Dcarornot.kills=N}. */
    private static final int KILLS = Integer.getInteger("carornot.kills", 6);

    /** A few writes take about as long. */
    private static final int LONGEST_MILLIS = 60;

    @TempDir
    private Path folder;

    @Test
    void whatWasWholeBeforeIsWholeAfter() throws Exception {
        Random random = new Random(1);
        int written = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            written = writeUntilKilled(written + 1, random.nextInt(LONGEST_MILLIS));

            checkCheckpoint(written);
            checkCache(written);
            int last = checkArtifacts(written);
            // The next one begins behind what this one had finished without saying so.
            written = last;
        }
        assertThat(written).isGreaterThanOrEqualTo(KILLS);
    }

    @Test
    void theSecondTrainerOnACacheIsTurnedAway() {
        try (FeatureCache first = WritesUntilKilled.cache(folder)) {
            first.put(WritesUntilKilled.sha256(1), WritesUntilKilled.features(1));

            assertThatThrownBy(() -> WritesUntilKilled.cache(folder))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("is in use by another run");
        }
        checkCache(1);
    }

    /** Starts a process, lets it write at least one of each, kills it some time later and says what it had said last. */
    private int writeUntilKilled(int first, int millis) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritesUntilKilled.class.getName(),
                        folder.toString(),
                        "" + first)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int said = Integer.parseInt(output.readLine());
            Thread.sleep(millis);
            // Not the process itself, which would close what it said with it.
            process.toHandle().destroyForcibly();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said = Integer.parseInt(line);
            }
            return said;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The last one that it said, or the one that it was about to say. */
    private void checkCheckpoint(int written) {
        Checkpoint.State state = WritesUntilKilled.checkpoint(folder).read().orElseThrow();
        int number = state.figures().best();
        assertThat(number).isBetween(written, written + 1);
        assertThat(state.tensors().get("w").data())
                .isEqualTo(WritesUntilKilled.weights(number).get("w").data());
    }

    private void checkCache(int written) {
        try (FeatureCache cache = WritesUntilKilled.cache(folder)) {
            assertThat(cache.size()).isBetween(written, written + 1);
            for (int i = 1; i <= cache.size(); i++) {
                assertThat(cache.get(WritesUntilKilled.sha256(i))).hasValue(WritesUntilKilled.features(i));
            }
        }
    }

    /** All that bear an artifact's name are whole; returns the number of the last. */
    private int checkArtifacts(int written) throws IOException {
        List<Integer> numbers;
        try (Stream<Path> folders = Files.list(folder.resolve("models"))) {
            numbers = folders.map(it -> it.getFileName().toString())
                    .filter(it -> !it.startsWith("."))
                    .map(Integer::valueOf)
                    .sorted()
                    .toList();
        }
        int last = numbers.get(numbers.size() - 1);
        assertThat(last).isBetween(written, written + 1);
        assertThat(numbers).hasSize(last);
        Artifact artifact = Artifact.openVerified(new FolderFiles(WritesUntilKilled.artifact(folder, last)));
        assertThat(artifact.weights().tensors().get("w").data())
                .isEqualTo(WritesUntilKilled.weights(last).get("w").data());
        return last;
    }
}
