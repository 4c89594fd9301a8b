package dev.carornot.batch.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.Results;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.PrecisionChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * All photographs of ../shared on two cores against one thread without Spark: the same verdicts, and, on a machine that does
 * nothing else, about twice the speed. It says what it measures; docs/bulk.md names the command.
 */
@EnabledIfSystemProperty(named = "batch.measure", matches = "true", disabledReason = "takes minutes of a quiet machine")
class AllPhotographsIT {
    @TempDir
    private Path out;

    @Test
    void verdictsAreTheSameAndTwoCoresAreAboutTwiceAsFast() throws IOException {
        Path photographs = Shared.require("data");
        Path model = Path.of(System.getProperty("batch.model", "../function/src/main/resources/starter"));
        Scoring scoring = new Scoring(LocalSpark.session(), LocalSpark.settings());
        ScoreReport report = scoring.run(
                new ScoreRequest(model.toString(), Trust.ANYONE, photographs.toString(), null, out.toString()));

        List<Row> rows = Results.in(out);
        assertThat(rows).hasSize(Math.toIntExact(report.photographs()));
        double millis = 0;
        try (Classifier classifier = Classifier.open(
                Artifact.open(new FolderFiles(model)),
                new ClassifierOptions(ImageLimits.DEFAULT, 1, 1, PrecisionChoice.AUTO))) {
            for (Row row : rows) {
                long start = System.nanoTime();
                Verdict verdict = classifier.classify(Files.readAllBytes(Path.of(Results.text(row, "path"))));
                millis += (System.nanoTime() - start) / 1e6;
                String label = verdict instanceof Verdict.Classified classified ? classified.label() : "refused";
                assertThat(Results.text(row, "verdict"))
                        .as(Results.text(row, "path"))
                        .isEqualTo(label);
                if (verdict instanceof Verdict.Classified classified) {
                    assertThat((double) row.<Double>getAs("probability")).isEqualTo(classified.probability());
                }
            }
        }
        double single = rows.size() * 1_000 / millis;
        report.lines().forEach(System.out::println);
        System.out.printf(
                "One thread without Spark: %.1f photographs a second; local[2] has %.2f times as many.%n",
                single, report.perSecond() / single);
    }
}
