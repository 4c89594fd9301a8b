package dev.carornot.batch.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.fixture.LocalSpark;
import dev.carornot.batch.fixture.Results;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
    private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "0123456789abcdef".repeat(4));
    private static final String PART = ResultTable.part(MODEL, "run", "7");

    @TempDir
    private Path folder;

    private ResultTable table() throws IOException {
        return new ResultTable(Folder.of(folder.toString(), new Storage(LocalSpark.settings())));
    }

    private static ResultRow row(String path, String verdict) {
        boolean car = verdict.equals("car");
        return new ResultRow(
                path,
                "v",
                verdict,
                car ? 0.75 : null,
                car ? null : "DAMAGED",
                car ? null : "Why.",
                MODEL,
                car ? 1.5 : null);
    }

    @Test
    void rowsComeBackAsTheyWere() throws IOException {
        List<ResultRow> rows = List.of(row("/ä b.jpg", "car"), row("/c.jpg", "refused"));

        table().commit(PART, rows);

        assertThat(table().committed(PART)).contains(rows);
        assertThat(table().parts(MODEL)).containsExactly(PART);
        assertThat(table().parts(new ModelIdentity("m", "1", "f".repeat(64)))).isEmpty();
    }

    @Test
    void theFirstAttemptStands() throws IOException {
        List<ResultRow> first = List.of(row("/a.jpg", "car"));
        table().commit(PART, first);

        assertThat(table().commit(PART, List.of(row("/a.jpg", "refused")))).isEqualTo(first);
        assertThat(Results.in(folder)).hasSize(1);
    }

    @Test
    void whatIsHalfWrittenIsReadByNobody() throws IOException {
        table().commit(PART, List.of(row("/a.jpg", "car")));
        byte[] whole = Files.readAllBytes(folder.resolve("results").resolve(PART));
        // As a process leaves it that ends while it writes.
        Files.write(folder.resolve("results/_unfinished-x"), Arrays.copyOf(whole, whole.length / 2));

        assertThat(table().parts(MODEL)).containsExactly(PART);
        assertThat(Results.in(folder)).hasSize(1);
    }

    @Test
    void nothingIsLeftBesideAPart() throws IOException {
        table().commit(PART, List.of(row("/a.jpg", "car")));
        table().commit(PART, List.of(row("/a.jpg", "car")));

        try (var files = Files.list(folder.resolve("results"))) {
            assertThat(files).containsExactly(folder.resolve("results").resolve(PART));
        }
    }

    @Test
    void failuresAreNotResults() throws IOException {
        table().commit(PART, List.of(row("/a.jpg", "car"), row("/b.jpg", ResultRow.FAILED)));

        assertThat(Results.in(folder)).hasSize(1);
        assertThat(Results.failedIn(folder)).hasSize(1);
        assertThat(table().committed(PART).orElseThrow()).hasSize(2);
    }
}
