package dev.carornot.batch.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.PoisonedFolder;
import dev.carornot.batch.fixture.Results;
import dev.carornot.batch.fixture.TinyArtifact;
import dev.carornot.classifier.artifact.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many photographs, of which one in a hundred is damaged and one in a thousand promises more pixels than memory holds: 10,000
 * with {@code -Dbatch.poisoned=10000}, 2,000 without. Each has its row, with the reason, and the run ends.
 */
class PoisonedPhotographsIT {
    private static final int PHOTOGRAPHS = Integer.getInteger("batch.poisoned", 2_000);

    /** A bomb's 60,000 x 60,000 pixels, three bytes each, in MiB: no process that decodes one stays below. */
    private static final long BOMB_MIB = (60_000L * 60_000 * 3) >> 20;

    @TempDir
    private Path folder;

    @Test
    void eachHasARowWithItsReasonAndNoBombIsDecoded() throws IOException {
        Path model = TinyArtifact.write(folder.resolve("model"), "1", 1);
        Path photographs = PoisonedFolder.draw(folder.resolve("photographs"), PHOTOGRAPHS, 320, 240);
        Path out = folder.resolve("out");

        ScoreReport report = new Scoring(LocalSpark.session(), LocalSpark.settings())
                .run(new ScoreRequest(model.toString(), Trust.ANYONE, photographs.toString(), null, out.toString()));

        report.lines().forEach(System.out::println);
        long bombs = PHOTOGRAPHS / PoisonedFolder.BOMB_EVERY;
        long damaged = PHOTOGRAPHS / PoisonedFolder.DAMAGED_EVERY;
        assertThat(report.photographs()).isEqualTo(PHOTOGRAPHS);
        assertThat(report.failed()).isZero();
        assertThat(report.reasons()).isEqualTo(Map.of("DAMAGED", damaged, "TOO_MANY_PIXELS", bombs));
        List<Row> rows = Results.in(out);
        assertThat(rows.stream().map(row -> Results.text(row, "path")))
                .hasSize(PHOTOGRAPHS)
                .doesNotHaveDuplicates();
        assertThat(rows.stream()
                        .filter(row -> Results.text(row, "verdict").equals("refused"))
                        .collect(Collectors.groupingBy(row -> Results.text(row, "reason"), Collectors.counting())))
                .isEqualTo(report.reasons());
        assertThat(rows.stream()
                        .filter(row -> Results.text(row, "verdict").equals("refused"))
                        .map(row -> Results.text(row, "message")))
                .allSatisfy(message -> assertThat(message).isNotBlank());
        assertThat(report.peakBytes()).isNotEmpty();
        report.peakBytes()
                .forEach((executor, bytes) -> assertThat(bytes >> 20)
                        .as("MiB of executor %s", executor)
                        .isLessThan(BOMB_MIB));
        assertThat(report.lines()).anySatisfy(line -> assertThat(line).contains("memory of executor driver"));
    }
}
