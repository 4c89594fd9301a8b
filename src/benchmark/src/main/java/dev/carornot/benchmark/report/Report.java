package dev.carornot.benchmark.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes what a run measured. Stateless and thread-safe. */
public final class Report {
    private static final String JSON = "benchmark.json";
    private static final String PAGE = "performance.md";
    private static final String CHART = "performance.svg";
    private static final String TITLE = "ResNet-50 at 224 x 224, one thread: medians, and 10th to 90th percentile";

    private Report() {}

    /**
     * Writes {@value #JSON}, {@value #PAGE} and {@value #CHART}.
     *
     * @param target folder of the build, where all of them go
     * @param docs folder of the page that is filled in
     * @param publish whether page and chart replace those in {@code docs} too
     */
    public static void write(Run run, Path target, Path docs, boolean publish) throws IOException {
        String page = Page.fill(Files.readString(docs.resolve(PAGE)), Tables.of(run));
        String chart = Chart.svg(run.results(), TITLE);
        replace(target.resolve(JSON), JsonReport.bytes(run));
        replace(target.resolve(PAGE), page.getBytes(StandardCharsets.UTF_8));
        replace(target.resolve(CHART), chart.getBytes(StandardCharsets.UTF_8));
        if (publish) {
            replace(docs.resolve(PAGE), page.getBytes(StandardCharsets.UTF_8));
            replace(docs.resolve(CHART), chart.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.write(beside, bytes);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
