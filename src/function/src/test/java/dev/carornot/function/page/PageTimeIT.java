package dev.carornot.function.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carornot.classifier.fixture.Chromium;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * 200 photographs dropped at once against the same from the command line, in turns. It measures, so it runs on demand only and
 * on a machine that does nothing else: {@code ./mvnw verify -Dpage.time=true -Dit.test=PageTimeIT}, after a build of training.
 */
@EnabledIfSystemProperty(named = "page.time", matches = "true")
final class PageTimeIT {
    private static final int PHOTOGRAPHS = 200;
    private static final int ROUNDS = 3;
    private static final int AT_A_TIME = 4;

    /** Of the page's time to the command line's. */
    private static final double BAR = 1.2;

    /** A page that stands still for longer feels broken, in milliseconds. */
    private static final double STILL = 200;

    private static final Path COMMAND = Path.of("../../training/target/dist/bin/car-or-not");
    /** Of both; the starter is so quick that browser and start are what is compared. */
    private static final Path MODEL = Path.of(System.getProperty("page.model", "src/main/resources/starter"));

    private static final String WATCH_FRAMES = """
            () => {
              window.longestGap = 0;
              let last = performance.now();
              const frame = () => {
                const now = performance.now();
                window.longestGap = Math.max(window.longestGap, now - last);
                last = now;
                requestAnimationFrame(frame);
              };
              requestAnimationFrame(frame);
            }""";

    @TempDir
    Path folder;

    @Test
    void twoHundredAtOnceTakeLittleLongerThanFromTheCommandLine() throws Exception {
        assumeTrue(Files.isExecutable(COMMAND), "needs " + COMMAND + "; build training first");
        List<Path> photographs = photographs();
        List<Double> page = new ArrayList<>();
        List<Double> command = new ArrayList<>();
        List<Double> start = new ArrayList<>();
        double gap = 0;
        try (Chromium chromium = Chromium.start();
                RunnerJar application = RunnerJar.launch(
                        Map.of("CARORNOT_MODEL_URI", MODEL.toAbsolutePath().toString()))) {
            URI address = application.address();
            for (int round = 0; round < ROUNDS; round++) {
                Visit visit = Visit.to(address, chromium.page());
                visit.page().evaluate(WATCH_FRAMES);
                long begin = System.nanoTime();
                visit.dropFromDisk(photographs);
                visit.awaitDone(PHOTOGRAPHS);
                page.add(seconds(begin));
                gap = Math.max(gap, ((Number) visit.page().evaluate("() => window.longestGap")).doubleValue());
                assertThat(visit.mostAtOnce()).isLessThanOrEqualTo(AT_A_TIME);
                assertThat(visit.page().locator(".card .percent").count()).isEqualTo(PHOTOGRAPHS);
                visit.page().context().close();
                command.add(commandLine(photographs.get(0).getParent()));
                start.add(commandLine(photographs.get(0)));
            }
        }
        double ratio = median(page) / median(command);
        System.out.printf(
                Locale.ROOT,
                "%d photographs, medians of %d rounds in turns: page %.2f s, command line %.2f s (%.2f s of it its start): ratio"
                        + " %.2f, without the start %.2f; longest time without a frame %.0f ms%n",
                PHOTOGRAPHS,
                ROUNDS,
                median(page),
                median(command),
                median(start),
                ratio,
                median(page) / (median(command) - median(start)),
                gap);
        assertThat(ratio).isLessThanOrEqualTo(BAR);
        assertThat(gap).isLessThanOrEqualTo(STILL);
    }

    /** In a folder of their own. */
    private List<Path> photographs() throws Exception {
        try (Stream<Path> all = Files.walk(Shared.require("data"))) {
            List<Path> found = all.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
            List<Path> copies = new ArrayList<>();
            for (int i = 0; i < PHOTOGRAPHS; i++) {
                // From all over: each source has its own size.
                Path photograph = found.get((int) ((long) i * found.size() / PHOTOGRAPHS));
                copies.add(Files.copy(photograph, folder.resolve(i + ".jpg")));
            }
            return copies;
        }
    }

    private double commandLine(Path what) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(COMMAND.toString(), "classify", "--model", MODEL.toString(), what.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return seconds(begin);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
