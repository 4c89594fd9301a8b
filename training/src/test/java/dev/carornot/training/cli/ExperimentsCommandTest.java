package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.training.cli.CommandRun.Outcome;
import dev.carornot.training.study.DrawnStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code car-or-not experiments} in this process. */
final class ExperimentsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void studiesAreRunAndReported() throws IOException {
        DrawnStudy drawn = new DrawnStudy(folder);
        Path first = Files.writeString(folder.resolve("first.yaml"), DrawnStudy.OFFICIAL);
        Path second = Files.writeString(folder.resolve("second.yaml"), DrawnStudy.RANDOM);
        Path out = folder.resolve("out");
        Outcome run = CommandRun.run(
                folder,
                "experiments",
                "--data",
                drawn.data,
                "--backbone",
                drawn.backbone,
                "--cache",
                folder.resolve("cache"),
                "--study",
                first,
                "--study",
                second,
                "--seed",
                "5",
                "--out",
                out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.outLines())
                .contains("stated: As <stated>", "dealt: As <stated>")
                .filteredOn(line -> line.matches(
                        "  twice: wrong [0-9]+ of 40, [0-9]+ of 40 in test; [0-9]+ of 20, [0-9]+ of 20 in elsewhere"))
                .hasSize(1);
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.html", "results.json", "results.csv");
        }
        assertThat(Files.readString(out.resolve("report.html"))).contains("from 5 on");
    }

    @Test
    void whatIsWrongIsSaidInOneSentenceBeforeAnyWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "study: mine");
        CommandRun.run(folder, "experiments", "--data", folder, "--backbone", file, "--out", file)
                .assertFailedWith(CommandRun.FAILED, "is a file; name a folder");
        CommandRun.run(
                        folder,
                        "experiments",
                        "--data",
                        folder,
                        "--backbone",
                        file,
                        "--study",
                        file,
                        "--out",
                        folder.resolve("out"))
                .assertFailedWith(CommandRun.FAILED, "'split' is missing");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
