package dev.carornot.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.benchmark.measurement.Machine;
import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Results;
import dev.carornot.benchmark.measurement.Samples;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

final class ReportTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "performance.md");

    private static final Results RESULTS = new Results(
            List.of(
                    times("network/plain-djl", 100, 110, 120).with(Result.RATIO, 1),
                    times("network/int8", 10, 11, 12).with(Result.RATIO, 10),
                    times("verdict-12mp/int8", 44, 46, 48),
                    times("http/c8", 5, 6, 7)
                            .with(Result.THROUGHPUT, 123.4)
                            .with(Result.P99, 9)
                            .with(Result.REFUSED, 17)
                            .with(Result.FAILED, 0),
                    times("start/jdk17", 900, 950, 990).with(Result.PART + "native_libraries_ms", 310)),
            Map.of("network/bf16", "the engine lacks it"));

    private static final Run RUN = new Run(
            new Machine("A <fast> CPU", List.of("avx2"), 2, 8, "Linux", "JDK"),
            Instant.parse("2026-11-24T10:00:00Z"),
            false,
            RESULTS,
            new Results(List.of(times("network/int8", 6, 7, 8)), Map.of()));

    @TempDir
    Path folder;

    @Test
    void theJsonNamesEveryResultWithItsFigures() throws Exception {
        JsonNode json = new ObjectMapper().readTree(JsonReport.bytes(RUN));
        JsonNode int8 = json.path("results").get(1);
        assertThat(int8.path("name").textValue()).isEqualTo("network/int8");
        assertThat(int8.path("median_ms").doubleValue()).isEqualTo(11);
        assertThat(int8.path("p10_ms").doubleValue()).isEqualTo(10.2);
        assertThat(int8.path("p90_ms").doubleValue()).isEqualTo(11.8);
        assertThat(json.path("results").get(3).path("throughput_per_s").doubleValue())
                .isEqualTo(123.4);
        assertThat(json.path("machine").path("cpu").textValue()).isEqualTo("A <fast> CPU");
        assertThat(json.path("unavailable").path("network/bf16").textValue()).isEqualTo("the engine lacks it");
        assertThat(json.path("two_threads").get(0).path("median_ms").doubleValue())
                .isEqualTo(7);
    }

    @Test
    void theJsonSaysWhichBarsWereMetAndWhichMissed() throws Exception {
        JsonNode bars = new ObjectMapper().readTree(JsonReport.bytes(RUN)).path("bars");
        assertThat(bars.findValuesAsText("verdict")).contains("met", "missed", "not_measured");
        JsonNode missed = bars.get(5);
        assertThat(missed.path("what").textValue()).isEqualTo("verdict-12mp/int8");
        assertThat(missed.path("reached").doubleValue()).isEqualTo(46);
        assertThat(missed.path("verdict").textValue()).isEqualTo("missed");
    }

    @Test
    void resultsSurviveTheWayFromProcessToProcess() throws Exception {
        Path file = folder.resolve("table.json");
        JsonReport.write(file, RESULTS);
        assertThat(JsonReport.read(file)).isEqualTo(RESULTS);
    }

    @Test
    void theTablesShowMediansRatiosAndReasons() {
        Map<String, String> tables = Tables.of(RUN);
        assertThat(tables.get("one-thread"))
                .contains("| network/int8 | 11.0 | 10.2 | 11.8 | 10.0 |", "network/bf16, since the engine lacks it");
        assertThat(tables.get("bars"))
                .contains("| network/int8 faster than network/plain-djl | at least 6.00 times | 10.0 times | met |")
                .contains("| verdict-12mp/int8 | at most 45.0 ms | 46.0 ms | missed |");
        assertThat(tables.get("http")).contains("| 8 | 123 | 6.00 | 9.00 | 17 | 0 |");
        assertThat(tables.get("start")).contains("native libraries 310");
        assertThat(tables.get("machine")).contains("VNNI");
    }

    @Test
    void theChartIsWellFormedAndNamesEveryContender() throws Exception {
        String svg = Chart.svg(RESULTS, "Medians < all");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        String text = document.getDocumentElement().getTextContent();
        assertThat(text).contains("network/plain-djl", "network/int8", "verdict-12mp/int8", "Medians < all");
        // The ground and three medians.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(4);
        assertThat(svg).contains("prefers-color-scheme:dark");
    }

    @Test
    void aRegionIsReplacedAndTheRestOfThePageLeftAlone() {
        String page = "before\n<!-- measured: a -->\nold\n<!-- end of a -->\nafter $1\n";
        assertThat(Page.fill(page, Map.of("a", "new $0\n")))
                .isEqualTo("before\n<!-- measured: a -->\n\nnew $0\n\n<!-- end of a -->\nafter $1\n");
    }

    @Test
    void aPageWithoutARegionIsRefusedWithTheRegionsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Page.fill("nothing", Map.of("bars", "x")))
                .withMessageContaining("'bars'");
    }

    @Test
    void thePageInDocsHasEveryRegionAndIsOnlyReplacedWhenAsked() throws Exception {
        Path docs = Files.createDirectory(folder.resolve("docs"));
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.copy(PAGE, docs.resolve("performance.md"));

        Report.write(RUN, target, docs, false);
        assertThat(target.resolve("performance.md")).content().contains("network/int8");
        assertThat(target.resolve("performance.svg")).isNotEmptyFile();
        assertThat(target.resolve("benchmark.json")).isNotEmptyFile();
        assertThat(docs.resolve("performance.md")).hasSameTextualContentAs(PAGE);
        assertThat(docs.resolve("performance.svg")).doesNotExist();

        Report.write(RUN, target, docs, true);
        assertThat(docs.resolve("performance.md")).hasSameTextualContentAs(target.resolve("performance.md"));
        assertThat(docs.resolve("performance.svg")).exists();
    }

    private static Result times(String name, double... millis) {
        return Result.ofTimes(name, Samples.of(millis));
    }
}
