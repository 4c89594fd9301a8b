package dev.carornot.batch.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.carornot.batch.fixture.Results;
import dev.carornot.batch.fixture.TinyArtifact;
import dev.carornot.classifier.fixture.BillOfMaterials;
import dev.carornot.classifier.fixture.DrawnPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as people run it: by itself, through {@code spark-submit}, and on a stand-alone cluster. */
class DistributionIT {
    private static final int PHOTOGRAPHS = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static Installation installation;
    private static Path model;
    private static Path photographs;

    @BeforeAll
    static void draw() throws IOException {
        assumeThat(Installation.PACKAGED.resolve("spark"))
                .as("the distribution, which -Pbatch-dist packages")
                .isDirectory();
        installation = new Installation(folder);
        model = TinyArtifact.write(folder.resolve("model"), "1", 1);
        photographs = Files.createDirectories(folder.resolve("photo graphs"));
        for (int i = 0; i < PHOTOGRAPHS; i++) {
            Files.write(photographs.resolve("Grüße " + i + ".jpg"), DrawnPictures.jpeg(200, 150, i));
        }
    }

    @AfterAll
    static void end() {
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void eachLibraryIsInTheBillOfMaterials() throws IOException {
        BillOfMaterials bill = new BillOfMaterials(Installation.PACKAGED.resolve("bom.json"));

        assertThat(bill.lacks(Installation.PACKAGED.resolve("lib"))).isEmpty();
        assertThat(bill.lacks(Installation.PACKAGED.resolve("spark"))).isEmpty();
    }

    private static String[] score(Path out, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "score",
                "--model",
                model.toString(),
                "--photographs",
                photographs.toString(),
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static void assertComplete(Installation.Ended ended, Path out) {
        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text())
                .contains("tiny 1: " + PHOTOGRAPHS + " photographs scored, 0 had a result before")
                .contains("photographs a second")
                .contains("memory of executor");
        assertThat(Results.in(out).stream().map(row -> Results.text(row, "path")))
                .hasSize(PHOTOGRAPHS)
                .doesNotHaveDuplicates()
                .contains(photographs.resolve("Grüße 1.jpg").toString());
    }

    @Test
    void byItselfItScoresOnThisMachineAndGoesOnWhereItEnded() throws IOException, InterruptedException {
        Path out = folder.resolve("alone");

        assertComplete(installation.run(Map.of(), score(out)), out);
        Installation.Ended again = installation.run(Map.of(), score(out));

        assertThat(again.text()).contains("0 photographs scored, " + PHOTOGRAPHS + " had a result before");
        assertThat(again.text()).doesNotContain("INFO").doesNotContain("Exception");
    }

    @Test
    void whatIsWrongIsOneSentenceAndACode() throws IOException, InterruptedException {
        Installation.Ended absent = installation.run(
                Map.of(),
                "score",
                "--model",
                folder.resolve("nowhere").toString(),
                "--photographs",
                photographs.toString(),
                "--out",
                folder.resolve("unused").toString());
        Installation.Ended wrong = installation.run(Map.of(), "score");
        Installation.Ended home = installation.run(Map.of("SPARK_HOME", "/nowhere"), "size");

        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.text())
                .contains("car-or-not-batch: ")
                .contains("nowhere")
                .doesNotContain("\tat ");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(home.code()).isEqualTo(1);
        assertThat(home.text()).contains("there is no bin/spark-submit");
    }

    @Test
    void itSizesARun() throws IOException, InterruptedException {
        Installation.Ended ended = installation.run(
                Map.of(),
                "size",
                "--photographs",
                "10000000",
                "--per-second-and-core",
                "25",
                "--price-core-hour",
                "0.1");

        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("| 100 x 4 cores |");
    }

    @Test
    void sparkSubmitRunsItOnThisMachine() throws IOException, InterruptedException {
        Path out = folder.resolve("submitted");

        assertComplete(
                installation.run(
                        Map.of(
                                "SPARK_HOME",
                                installation.home().toString(),
                                "CARORNOT_SPARK_OPTS",
                                "--master local[2] --driver-memory 512m"),
                        score(out)),
                out);
    }

    @Test
    void bothRunItOnAStandAloneClusterWithSparksJarsAlone() throws IOException, InterruptedException {
        String url = installation.cluster(2);
        Path submitted = folder.resolve("submitted to the cluster");
        Path launched = folder.resolve("launched on the cluster");

        Installation.Ended two = installation.run(
                Map.of(
                        "SPARK_HOME",
                        installation.home().toString(),
                        "CARORNOT_SPARK_OPTS",
                        "--master " + url + " --driver-memory 512m --executor-memory 512m --executor-cores 1"),
                score(submitted));
        Installation.Ended one = installation.run(
                Map.of(
                        "CARORNOT_JAVA_OPTS",
                        "-Xmx512m -Dspark.executor.memory=512m -Dspark.cores.max=1 -Dspark.driver.host=127.0.0.1"),
                score(launched, "--master", url));

        assertComplete(two, submitted);
        assertComplete(one, launched);
        assertThat(one.text()).contains("memory of executor 0").doesNotContain("memory of executor driver");
    }
}
