package dev.carornot.function.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import dev.carornot.classifier.fixture.Chromium;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of an application that asks for a key, in a real browser; and that the application keeps the keys to itself. */
final class PageKeyIT {
    private static final String KEY = "page-0123456789abcdef0123456789abcdef";
    private static final String OTHER = "other-0123456789abcdef0123456789abcdef";

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static RunnerJar application;
    private static URI address;

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        Path model = DrawnModel.write(folder.resolve("model"));
        Files.writeString(model.resolve("report.html"), "<!doctype html><title>How good it is</title>");
        // As a secret that is mounted: with a line's end, and another key that is about to go.
        Path keys = Files.writeString(folder.resolve("keys"), OTHER + "\n" + KEY + "\n");
        application = RunnerJar.launch(
                Map.of("CARORNOT_API_KEYS_FILE", keys.toString(), "CARORNOT_MODEL_URI", model.toString()));
        address = application.address();
    }

    @AfterAll
    static void end() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (application != null) {
            application.close();
        }
    }

    private Page open() {
        Page page = chromium.page(new Browser.NewContextOptions());
        page.setDefaultTimeout(Visit.PATIENCE);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(address.resolve("/").toString());
        return page;
    }

    @Test
    void thePageAsksForTheKeyGoesOnWithItAndRemembersItForTheTab() throws Exception {
        Page page = open();
        assertThat(page.locator("#key-form")).isVisible();
        assertThat(page.locator("#key")).isFocused();
        assertThat(page.locator("#key-why")).hasText("The server asks for an API key.");

        // Photographs that were dropped before wait.
        List<Path> photographs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            photographs.add(Files.write(folder.resolve("photograph-" + i + ".jpg"), DrawnPictures.jpeg(120, 90, i)));
        }
        page.setInputFiles("#files", photographs.toArray(Path[]::new));
        assertThat(page.locator(".card")).hasCount(6);
        assertThat(page.locator(".percent")).hasCount(0);

        page.fill("#key", "no-such-key-0123456789abcdef0123456789");
        page.press("#key", "Enter");
        assertThat(page.locator("#key-form")).isVisible();
        assertThat(page.locator("#key-why")).hasText("The server does not know this key.");

        page.fill("#key", KEY);
        page.press("#key", "Enter");
        assertThat(page.locator("#summary")).hasText("6 photographs done");
        assertThat(page.locator("#key-form")).isHidden();
        assertThat(page.locator("#models li")).hasCount(1);
        assertThat(page.content()).doesNotContain(KEY);

        page.reload();
        assertThat(page.locator("#models li")).hasCount(1);
        assertThat(page.locator("#key-form")).isHidden();

        // The report, which a browser that follows a link could not fetch.
        Download report = page.waitForDownload(() -> page.click("#models a"));
        assertThat(Files.readString(report.path())).contains("How good it is");

        // Another tab is not let in with it.
        Page other = page.context().newPage();
        other.setDefaultTimeout(Visit.PATIENCE);
        other.navigate(address.resolve("/").toString());
        assertThat(other.locator("#key-form")).isVisible();

        assertThat(complaints).isEmpty();
        page.context().close();
        assertThat(application.output())
                .contains("needs an API key; 2 will do")
                .doesNotContain(KEY, OTHER, "no-such-key");
        assertThat(application.errors()).doesNotContain(KEY, OTHER, "no-such-key");
    }
}
