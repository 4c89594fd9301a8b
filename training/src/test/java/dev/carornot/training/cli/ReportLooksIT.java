package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import dev.carornot.classifier.fixture.Chromium;
import dev.carornot.classifier.fixture.DrawnScenes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A report of a small model of drawn scenes, opened in a browser. Its picture goes into {@code target/screenshots}, and where
 * {@code -Dpage.screenshots} says.
 */
final class ReportLooksIT {
    private static final String CONFIGURATION = """
            name: scenes
            train: network
            labels: {negative: not_car, positive: car}
            backbone: {blocks: [1, 1], width: 8}
            head: {hidden: [], dropout: 0}
            input: {resize: 48, crop: 48}
            optimization: {learningRate: 0.005, epochs: 6, batch: 16}
            """;

    private static final String BESIDES = "page.screenshots";
    private static final int EACH = 80;
    private static final int QUALITY = 80;
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 860;

    @TempDir
    Path folder;

    @Test
    void aReportKeepsNobodyOutAndAsksNobody() throws Exception {
        try (Chromium chromium = Chromium.start()) {
            Path report = report();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page page = chromium.page(
                        new NewContextOptions().setViewportSize(WIDTH, HEIGHT).setColorScheme(scheme));
                List<String> requests = new ArrayList<>();
                page.onRequest(request -> {
                    if (!request.url().startsWith("data:")) {
                        requests.add(request.url());
                    }
                });
                page.navigate(report.toUri().toString());

                assertThat(Chromium.seriousFaults(page)).as(scheme.name()).isEmpty();
                assertThat(requests).containsExactly(report.toUri().toString());
                if (scheme == ColorScheme.LIGHT) {
                    picture(page);
                }
                page.context().close();
            }
        }
    }

    private Path report() throws IOException {
        Path data = folder.resolve("scenes");
        for (int scene = 0; scene < EACH; scene++) {
            write(data.resolve("car"), scene, DrawnScenes.car(160, 120, scene));
            write(data.resolve("not_car"), scene, DrawnScenes.other(160, 120, scene));
        }
        Path configuration = Files.writeString(folder.resolve("scenes.yaml"), CONFIGURATION);
        Path model = folder.resolve("model");
        Path report = folder.resolve("report.html");
        run("train", "--config", configuration, "--data", data, "--out", model, "--cache", folder.resolve("cache"));
        run("report", "--model", model, "--data", data, "--out", report);
        return report;
    }

    private static void write(Path place, int number, byte[] scene) throws IOException {
        Files.write(Files.createDirectories(place).resolve(number + ".jpg"), scene);
    }

    private void run(Object... arguments) {
        CommandRun.Outcome outcome = CommandRun.run(folder, arguments);
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private static void picture(Page page) throws IOException {
        byte[] picture = page.screenshot(
                new Page.ScreenshotOptions().setType(ScreenshotType.JPEG).setQuality(QUALITY));
        keep(Path.of("target/screenshots"), picture);
        String besides = System.getProperty(BESIDES);
        if (besides != null) {
            keep(Path.of(besides), picture);
        }
    }

    private static void keep(Path place, byte[] picture) throws IOException {
        Files.write(Files.createDirectories(place).resolve("report.jpg"), picture);
    }
}
