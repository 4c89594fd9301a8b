package dev.carornot.batch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.cli.CarOrNotBatch;
import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.PoisonedFolder;
import dev.carornot.batch.fixture.Results;
import dev.carornot.batch.fixture.TinyArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster: driver, master and two workers are processes, and one of the workers is killed in the middle of the work. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "It looks into /proc to see that an executor has begun.")
class LostWorkerIT {
    private static final int PHOTOGRAPHS = 1_500;
    private static final long PATIENCE_MINUTES = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void eachPhotographHasExactlyOneRowThoughAWorkerIsKilled() throws IOException, InterruptedException {
        Path model = TinyArtifact.write(folder.resolve("model"), "1", 1);
        Path photographs = PoisonedFolder.draw(folder.resolve("photographs"), PHOTOGRAPHS, 640, 480);
        Path out = folder.resolve("out");
        Path log = folder.resolve("driver.log");

        try (Cluster cluster = Cluster.start(folder, 2)) {
            Process driver = cluster.submit(
                    log,
                    CarOrNotBatch.class,
                    "score",
                    "--model",
                    model.toString(),
                    "--photographs",
                    photographs.toString(),
                    "--out",
                    out.toString());
            awaitScoring(cluster, driver, log);
            // Stopped with a part in its hands, which nobody else gets before it is gone: however fast the other one
            // is, there is work left.
            cluster.stop(1);
            awaitParts(out, 2, driver, log);
            long before = parts(out);
            cluster.kill(1);

            assertThat(driver.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(driver.exitValue()).as(Files.readString(log)).isZero();
            assertThat(parts(out))
                    .as("parts that were done after the worker was gone")
                    .isGreaterThan(before);
            assertThat(Files.readString(log)).contains(String.format("%,d photographs scored", PHOTOGRAPHS));
        }

        List<Row> rows = Results.in(out);
        assertThat(rows.stream().map(row -> Results.text(row, "path")))
                .hasSize(PHOTOGRAPHS)
                .doesNotHaveDuplicates();
        assertThat(rows.stream().filter(row -> "DAMAGED".equals(Results.text(row, "reason"))))
                .hasSize(PHOTOGRAPHS / PoisonedFolder.DAMAGED_EVERY);
        assertThat(rows.stream().filter(row -> "TOO_MANY_PIXELS".equals(Results.text(row, "reason"))))
                .hasSize(1);
        assertThat(LocalSpark.session()
                        .read()
                        .parquet(out.resolve("results").toString())
                        .count())
                .isEqualTo(PHOTOGRAPHS);
    }

    private static void awaitScoring(Cluster cluster, Process driver, Path log)
            throws IOException, InterruptedException {
        while (!cluster.scores(1)) {
            assertThat(driver.isAlive())
                    .as("the driver: %s", Files.readString(log))
                    .isTrue();
            Thread.sleep(5);
        }
    }

    private static void awaitParts(Path out, int count, Process driver, Path log)
            throws IOException, InterruptedException {
        while (parts(out) < count) {
            assertThat(driver.isAlive())
                    .as("the driver: %s", Files.readString(log))
                    .isTrue();
            Thread.sleep(20);
        }
    }

    private static long parts(Path out) throws IOException {
        Path results = out.resolve("results");
        if (!Files.isDirectory(results)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .count();
        }
    }
}
