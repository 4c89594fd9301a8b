package dev.carornot.function.metric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.fixture.BreakableProfile;
import dev.carornot.function.fixture.Form;
import dev.carornot.function.model.BreakableModel;
import dev.carornot.function.problem.Reason;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is counted, and that dashboard, alerts and documentation ask for nothing else. */
@QuarkusTest
@TestProfile(BreakableProfile.class)
final class MetricsTest {
    private static final Path DASHBOARD = Path.of("../../infra/grafana/car-or-not.json");
    private static final Path ALERTS = Path.of("../../infra/prometheus/alerts.yml");
    private static final Path DOCUMENT = Path.of("../../docs/metrics.md");

    private static final byte[] PHOTOGRAPH = {1, 2, 3};
    private static final Pattern SERIES = Pattern.compile("^([a-z0-9_]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
    /** A metric in PromQL, with what is in its braces. */
    private static final Pattern METRIC = Pattern.compile("\\b((?:carornot|jvm|process)_[a-z_]+)(?:\\{([^}]*)})?");

    private static final Pattern MATCHER = Pattern.compile("([a-z]+)\\s*(=~?)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern EXPRESSION = Pattern.compile("^\\s*expr: (.*)$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(carornot_[a-z_]+)` \\|", Pattern.MULTILINE);

    /** Prometheus's own: which of its targets a series comes from. */
    private static final String JOB = "job";

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource
    URI root;

    /** One line of what Prometheus reads. */
    private record Series(String name, Map<String, String> labels, double value) {}

    @Test
    void verdictsAndTheirProbabilitiesAreCountedByLabelAndModel() throws Exception {
        double before = sum("carornot_verdicts_total", Map.of("label", "car", "model", "breakable/1"));
        post("/classify", "image/jpeg", PHOTOGRAPH);
        post("/explain", "image/jpeg", PHOTOGRAPH);
        post("/classify", Form.contentType(), form());

        assertThat(sum("carornot_verdicts_total", Map.of("label", "car", "model", "breakable/1")))
                .isEqualTo(before + 3);
        assertThat(sum("carornot_probability_count", Map.of("model", "breakable/1")))
                .isEqualTo(before + 3);
        assertThat(sum("carornot_probability_bucket", Map.of("model", "breakable/1", "le", "0.7")))
                .isZero();
        assertThat(sum("carornot_probability_bucket", Map.of("model", "breakable/1", "le", "0.8")))
                .isEqualTo(before + 3);
        for (String step : List.of("decode", "resize", "network", "total")) {
            assertThat(sum("carornot_step_seconds_count", Map.of("step", step))).isGreaterThanOrEqualTo(before + 3);
        }
        assertThat(sum("carornot_queue_wait_seconds_count", Map.of())).isGreaterThanOrEqualTo(before + 3);
    }

    @Test
    void refusalsAreCountedOnceByReasonWhoeverRefuses() throws Exception {
        Map<Reason, Double> before = refusals();
        post("/classify", "image/jpeg", BreakableModel.REFUSED);
        post("/classify", Form.contentType(), form());
        post("/classify", "image/jpeg", new byte[0]);
        post("/classify", "image/jpeg", new byte[BreakableProfile.LIMIT + 1]);
        post("/classify", "text/plain", PHOTOGRAPH);
        post("/classify", "image/jpeg", BreakableModel.STRANGE);
        post("/nowhere", "image/jpeg", PHOTOGRAPH);
        get("/classify");

        Map<Reason, Double> after = refusals();
        after.replaceAll((reason, count) -> count - before.get(reason));
        after.values().removeIf(count -> count == 0);
        assertThat(after)
                .containsOnly(
                        Map.entry(Reason.NOT_AN_IMAGE, 2.0),
                        Map.entry(Reason.EMPTY_BODY, 1.0),
                        Map.entry(Reason.REQUEST_TOO_LARGE, 1.0),
                        Map.entry(Reason.UNSUPPORTED_CONTENT_TYPE, 1.0),
                        Map.entry(Reason.INTERNAL, 1.0),
                        Map.entry(Reason.NOT_FOUND, 1.0),
                        Map.entry(Reason.METHOD_NOT_ALLOWED, 1.0));
    }

    @Test
    void pathsThatNobodyKnowsAreOneSeries() throws Exception {
        for (int i = 0; i < 5; i++) {
            get("/nowhere/" + i);
        }
        Set<String> paths = scrape().stream()
                .filter(series -> series.name().equals("carornot_request_seconds_count"))
                .map(series -> series.labels().get("path"))
                .collect(Collectors.toSet());
        assertThat(paths).contains("other").isSubsetOf("other", "/classify", "/explain");
    }

    @Test
    void theModelIsNamed() throws Exception {
        assertThat(sum("carornot_model_info", Map.of("name", "breakable", "version", "1", "precision", "none")))
                .isEqualTo(1);
        assertThat(sum("carornot_model_swaps_total", Map.of())).isZero();
        assertThat(sum("carornot_model_refused", Map.of())).isZero();
    }

    @Test
    void theDashboardAsksForNothingThatThereIsNot() throws Exception {
        askForEverything();
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        List<String> queries = dashboard.findValuesAsText("expr");
        assertThat(queries).hasSizeGreaterThan(10);
        assertExists(queries);
        assertThat(dashboard.path("templating").toString()).contains("label_values(carornot_model_info, job)");
        // Legends name labels, which the query has to leave in its result.
        for (JsonNode target : dashboard.findValues("targets")) {
            target.forEach(one -> assertLegend(
                    one.path("legendFormat").textValue(), one.path("expr").textValue()));
        }
    }

    @Test
    void theAlertsAskForNothingThatThereIsNot() throws Exception {
        askForEverything();
        List<String> queries = EXPRESSION
                .matcher(Files.readString(ALERTS))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(queries).hasSizeGreaterThan(5);
        assertExists(queries);
    }

    @Test
    void theDocumentationListsWhatThereIs() throws Exception {
        askForEverything();
        Set<String> documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = new TreeSet<>();
        for (String line : text().lines().toList()) {
            if (line.startsWith("# TYPE carornot_")) {
                String[] type = line.split(" ", 4);
                found.add(type[3].equals("counter") && !type[2].endsWith("_total") ? type[2] + "_total" : type[2]);
            }
        }
        // Micrometer's own, beside each histogram; of uploads there are none here.
        found.removeIf(name -> name.endsWith("_max"));
        found.add("carornot_uploads_total");
        assertThat(documented).containsExactlyElementsOf(found);
    }

    private static void assertLegend(String legend, String query) {
        Set<String> left = new HashSet<>();
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            left.addAll(List.of(grouping.group(1).split(",\\s*")));
        }
        Matcher wanted = Pattern.compile("\\{\\{([a-z]+)}}").matcher(legend);
        while (wanted.find()) {
            assertThat(query.contains(" by (") ? left : Set.of("name", "version", "precision"))
                    .as(query)
                    .contains(wanted.group(1));
        }
    }

    /** Every metric is there, with every label, and where a value is asked for, with that value too. */
    private void assertExists(List<String> queries) throws Exception {
        List<Series> all = scrape();
        for (String query : queries) {
            Set<String> labels = new HashSet<>(Set.of(JOB));
            Matcher metric = METRIC.matcher(query);
            while (metric.find()) {
                String name = metric.group(1);
                List<Series> found = all.stream()
                        .filter(series -> series.name().equals(name))
                        .toList();
                assertThat(found).as("%s in %s", name, query).isNotEmpty();
                found.forEach(series -> labels.addAll(series.labels().keySet()));
                Matcher matcher = MATCHER.matcher(metric.group(2) == null ? "" : metric.group(2));
                while (matcher.find()) {
                    assertMatches(found, matcher.group(1), matcher.group(3), query);
                }
            }
            Matcher grouping = GROUPING.matcher(query);
            while (grouping.find()) {
                assertThat(labels).as(query).contains(grouping.group(1).split(",\\s*"));
            }
        }
    }

    private static void assertMatches(List<Series> found, String label, String values, String query) {
        if (label.equals(JOB)) {
            return;
        }
        assertThat(found)
                .as("%s in %s", label, query)
                .allMatch(series -> series.labels().containsKey(label));
        for (String value : values.split("\\|", -1)) {
            // Which labels a model has, and whether it is uncertain, is the model's to say.
            if (!label.equals("label")) {
                assertThat(found)
                        .as("%s=%s in %s", label, value, query)
                        .anyMatch(series -> series.labels().get(label).equals(value));
            }
        }
    }

    private void askForEverything() throws Exception {
        post("/classify", "image/jpeg", PHOTOGRAPH);
        post("/explain", "image/jpeg", PHOTOGRAPH);
    }

    private static byte[] form() {
        return new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", BreakableModel.REFUSED)
                .bytes();
    }

    private Map<Reason, Double> refusals() throws Exception {
        Map<Reason, Double> refusals = new HashMap<>();
        for (Reason reason : Reason.values()) {
            refusals.put(reason, sum("carornot_refusals_total", Map.of("reason", reason.code())));
        }
        return refusals;
    }

    private double sum(String name, Map<String, String> labels) throws Exception {
        return scrape().stream()
                .filter(series ->
                        series.name().equals(name) && series.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Series::value)
                .sum();
    }

    private List<Series> scrape() throws IOException, InterruptedException {
        return text().lines()
                .filter(line -> !line.startsWith("#"))
                .map(MetricsTest::series)
                .toList();
    }

    private static Series series(String line) {
        Matcher found = SERIES.matcher(line);
        assertThat(found.matches()).as(line).isTrue();
        Map<String, String> labels = new HashMap<>();
        if (found.group(2) != null) {
            Matcher label = LABEL.matcher(found.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Series(found.group(1), labels, Double.parseDouble(found.group(3)));
    }

    private String text() throws IOException, InterruptedException {
        return get("/q/metrics");
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(root.resolve(path)).build(), BodyHandlers.ofString(UTF_8))
                .body();
    }

    private void post(String path, String type, byte[] body) throws IOException, InterruptedException {
        client.send(
                HttpRequest.newBuilder(root.resolve(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.discarding());
    }
}
