package dev.carornot.batch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class CarOrNotBatchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return CarOrNotBatch.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    @Test
    void aWrongCommandLineIsToldInOneLine() {
        assertThat(run("score", "--model", "m", "--out", "o")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("car-or-not-batch: ")
                .contains("--photographs")
                .endsWith("see 'car-or-not-batch score --help'.");
    }

    @Test
    void aListingIsEitherAFolderOrATable() {
        assertThat(run("score", "--model", "m", "--out", "o", "--photographs", "p", "--table", "t"))
                .isEqualTo(2);
    }

    @Test
    void helpTellsOfExitCodes() {
        assertThat(run("score", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Exit codes:").contains("Examples:");
    }

    @Test
    void aRunIsSizedOnPaper() {
        assertThat(run(
                        "size",
                        "--photographs",
                        "10000000",
                        "--per-second-and-core",
                        "25",
                        "--price-core-hour",
                        "0.1",
                        "--executors",
                        "1,100"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(4);
    }

    @Test
    void whatATaskSaidIsWhatIsTold() {
        SparkException failure = new SparkException(
                "Job aborted due to stage failure: Task 3 in stage 7.0 failed 4 times, most recent failure: Lost task 3.3 in"
                        + " stage 7.0 (TID 12) (10.0.0.7 executor 2): dev.carornot.classifier.artifact.ArtifactException: The bucket"
                        + " is gone.\n\tat dev.carornot.Somewhere");

        assertThat(Failures.sentence(failure)).isEqualTo("A task failed several times: The bucket is gone.");
    }
}
