package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.training.cli.CommandRun.Outcome;
import dev.carornot.training.study.DrawnStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code car-or-not experiments} in this process. */
final class ExperimentsCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

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
    void aRunIsKeptAsTheModelThatItsFiguresAreOf() throws IOException {
        DrawnStudy drawn = new DrawnStudy(folder);
        Path study = Files.writeString(folder.resolve("first.yaml"), DrawnStudy.OFFICIAL);
        Path report = folder.resolve("report");
        Path model = folder.resolve("models/fewer");
        for (Object[] last : new Object[][] {{report}, {model, "--keep", "stated.fewer"}}) {
            List<Object> arguments = new ArrayList<>(List.of(
                    "experiments",
                    "--data",
                    drawn.data,
                    "--backbone",
                    drawn.backbone,
                    "--cache",
                    folder.resolve("cache"),
                    "--study",
                    study,
                    "--seed",
                    "5",
                    "--out"));
            arguments.addAll(List.of(last));
            Outcome run = CommandRun.run(folder, arguments.toArray());
            assertThat(run.code()).as(run.err()).isZero();
        }
        JsonNode provenance =
                JSON.readTree(model.resolve("manifest.json").toFile()).get("provenance");
        assertThat(provenance.at("/configuration/name").asText()).isEqualTo("stated.fewer");
        assertThat(provenance.at("/configuration/seed").asInt()).isEqualTo(5);
        assertThat(provenance.at("/training/featuresComputed").asInt()).isZero();
        JsonNode run = JSON.readTree(report.resolve("results.json").toFile()).at("/studies/0/runs/1");
        assertThat(run.at("/name").asText()).isEqualTo("fewer");
        // The same losses on validation to the last bit, so the same head.
        List<Double> reported = new ArrayList<>();
        run.at("/outcomes/0/validationEpochs")
                .forEach(epoch -> reported.add(epoch.get("loss").asDouble()));
        List<Double> kept = new ArrayList<>();
        provenance
                .at("/training/epochs")
                .forEach(epoch -> kept.add(epoch.get("validationLoss").asDouble()));
        assertThat(kept).hasSize(2).isEqualTo(reported);
    }

    @Test
    void whatCannotBeKeptIsOneSentence() throws IOException {
        DrawnStudy drawn = new DrawnStudy(folder);
        Path study = Files.writeString(folder.resolve("first.yaml"), DrawnStudy.RANDOM);
        for (String[] wanted : new String[][] {
            {"dealt.twice", "deals photographs at random"},
            {"dealt.none", "There is no run 'dealt.none'; there are: dealt.twice, dealt.fewer, dealt.once."}
        }) {
            CommandRun.run(
                            folder,
                            "experiments",
                            "--data",
                            drawn.data,
                            "--backbone",
                            drawn.backbone,
                            "--cache",
                            folder.resolve("cache"),
                            "--study",
                            study,
                            "--keep",
                            wanted[0],
                            "--out",
                            folder.resolve("out"))
                    .assertFailedWith(CommandRun.FAILED, wanted[1]);
        }
        assertThat(folder.resolve("out")).doesNotExist();
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
