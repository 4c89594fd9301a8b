package dev.carornot.function.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.fixture.Chromium;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page does with photographs, in a real browser against the packaged application. */
final class PageIT {
    /** Largest photograph that the application takes here, in bytes. */
    private static final int LARGEST = 500_000;

    private static final int AT_A_TIME = 4;

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static RunnerJar application;
    private static URI address;
    private static Path model;

    private Visit visit;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        model = DrawnModel.write(folder.resolve("model"));
        application = RunnerJar.start(settings());
        address = application.address();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "CARORNOT_MODEL_URI", model.toString(),
                "CARORNOT_LIMITS_BYTES", Integer.toString(LARGEST),
                "CARORNOT_LIMITS_REQUEST", Integer.toString(2 * LARGEST));
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

    /** Whatever a test does: the page asks its own server only, 4 photographs at a time, and nothing in it fails. */
    @AfterEach
    void thePageBehaves() {
        assertThat(visit.complaints()).isEmpty();
        assertThat(visit.hosts()).containsOnly(visit.page().url().split("/", -1)[2]);
        assertThat(visit.mostAtOnce()).isLessThanOrEqualTo(AT_A_TIME);
        visit.page().context().close();
    }

    private Visit visit() {
        return visit(new Browser.NewContextOptions());
    }

    private Visit visit(Browser.NewContextOptions visitor) {
        visit = Visit.to(address, chromium.page(visitor));
        return visit;
    }

    @Test
    void aDroppedPhotographGetsTheModelsVerdict() throws Exception {
        byte[] photograph = photograph(3);

        visit().drop(Dropped.jpeg("front.jpg", photograph));
        visit.awaitDone(1);

        Verdict.Classified verdict;
        try (Classifier classifier = Classifier.open(ArtifactLocation.open(model.toString()))) {
            verdict = (Verdict.Classified) classifier.classify(photograph);
        }
        assertThat(visit.card("front.jpg"))
                .containsText(String.format(Locale.ROOT, "%.1f %% car", 100 * verdict.probability()));
        assertThat(visit.card("front.jpg").locator(".badge"))
                .hasText(verdict.label().replace('_', ' '));
        assertThat(visit.card("front.jpg").locator("canvas.drawn")).hasCount(1);
    }

    @Test
    void aPastedPhotographIsLookedAtToo() {
        visit().paste(Dropped.of("image.png", "image/png", DrawnPictures.png(80, 60, 5)));
        visit.awaitDone(1);

        assertThat(visit.card("image.png").locator(".percent")).hasCount(1);
    }

    @Test
    void chosenFilesAreLookedAt() throws Exception {
        Path first = Files.write(folder.resolve("chosen-1.jpg"), photograph(1));
        Path second = Files.write(folder.resolve("chosen-2.jpg"), photograph(2));

        visit().page()
                .waitForFileChooser(() -> visit.page().click("#choose-files"))
                .setFiles(new Path[] {first, second});
        visit.awaitDone(2);

        assertThat(visit.cards()).hasCount(2);
    }

    @Test
    void ofAFolderThePhotographsAreLookedAt() throws Exception {
        Path chosen = Files.createDirectories(folder.resolve("holiday/day one"));
        Files.write(chosen.resolve("a.jpg"), photograph(1));
        Files.write(chosen.getParent().resolve("b.jpg"), photograph(2));
        Files.writeString(chosen.resolve("notes.txt"), "no photograph");

        visit().page()
                .waitForFileChooser(() -> visit.page().click("#choose-folder"))
                .setFiles(chosen.getParent());
        visit.awaitDone(2);

        assertThat(visit.card("holiday/day one/a.jpg").locator(".percent")).hasCount(1);
        assertThat(visit.card("holiday/b.jpg").locator(".percent")).hasCount(1);
    }

    @Test
    void ofADroppedFolderThePhotographsAreLookedAt() throws Exception {
        Path dropped = Files.createDirectories(folder.resolve("dropped/inner"));
        Files.write(dropped.resolve("a.jpg"), photograph(1));
        Files.write(dropped.getParent().resolve("b.jpg"), photograph(2));
        Files.writeString(dropped.resolve("notes.txt"), "no photograph");

        visit().dropFromDisk(List.of(dropped.getParent()));
        visit.awaitDone(2);

        assertThat(visit.card("dropped/inner/a.jpg").locator(".percent")).hasCount(1);
    }

    @Test
    void manyAreLookedAtFourAtATime() {
        List<Dropped> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(Dropped.jpeg("many-" + i + ".jpg", photograph(i)));
        }

        visit().drop(many);
        visit.awaitDone(many.size());

        assertThat(visit.cards()).hasCount(many.size());
        assertThat(visit.page().locator(".card .percent")).hasCount(many.size());
        assertThat(visit.mostAtOnce()).isEqualTo(AT_A_TIME);
    }

    @Test
    void aDamagedPhotographIsRefusedWithItsReasonAndTheOthersAreNot() {
        byte[] whole = photograph(1);

        visit().drop(
                        Dropped.jpeg("whole.jpg", whole),
                        Dropped.jpeg("damaged.jpg", Arrays.copyOf(whole, whole.length / 3)),
                        Dropped.of("notes.txt", "text/plain", "no photograph".getBytes(StandardCharsets.UTF_8)));
        visit.awaitDone(3);

        assertThat(visit.card("whole.jpg").locator(".percent")).hasCount(1);
        assertThat(visit.card("damaged.jpg")).containsText("Damaged photograph");
        assertThat(visit.card("notes.txt")).containsText("Not an image");
        visit.card("damaged.jpg").click();
        assertThat(visit.page().locator("#views figcaption")).containsText("The JPEG is cut off");
    }

    @Test
    void tooLargeAPhotographIsRefusedWithItsReason() {
        visit().drop(
                        Dropped.jpeg("large.jpg", new byte[LARGEST + 1]),
                        Dropped.jpeg("request.jpg", new byte[2 * LARGEST + 1]),
                        Dropped.jpeg("small.jpg", photograph(1)));
        visit.awaitDone(3);

        assertThat(visit.card("large.jpg")).containsText("Photograph too large");
        assertThat(visit.card("request.jpg").locator(".badge")).hasText("refused");
        assertThat(visit.card("small.jpg").locator(".percent")).hasCount(1);
    }

    @Test
    void aRestartOfTheServerInMidUploadLosesNothing() throws Exception {
        int port = freePort();
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        List<Dropped> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(Dropped.jpeg("restart-" + i + ".jpg", DrawnPictures.jpeg(640, 480, i)));
        }
        try (RunnerJar first = RunnerJar.start(settings)) {
            visit = Visit.to(first.address(), chromium.page());
            // Slow enough that the end of the server finds requests on their way.
            visit.page().route("**/classify", route -> {
                visit.page().waitForTimeout(20);
                route.resume();
            });
            visit.drop(many);
            assertThat(visit.page().locator(".card .percent").first()).isVisible();
            first.kill();
            assertThat(visit.page().locator("#notice")).containsText("Trying again by itself");
        }
        try (RunnerJar second = RunnerJar.start(settings)) {
            second.address();
            visit.awaitDone(many.size());

            assertThat(visit.page().locator(".card .percent")).hasCount(many.size());
            assertThat(visit.page().locator("#notice")).isHidden();
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void everythingCanBeReachedWithTheKeyboardAlone() throws Exception {
        Path file = Files.write(folder.resolve("keys.jpg"), photograph(1));
        Page page = visit().page();

        // Listened for from the beginning: the browser takes a while to learn that somebody does.
        AtomicReference<FileChooser> chooser = new AtomicReference<>();
        page.onFileChooser(chooser::set);
        tabTo("#choose-files");
        page.keyboard().press("Enter");
        page.waitForCondition(() -> chooser.get() != null);
        chooser.get().setFiles(file);
        visit.awaitDone(1);
        visit.drop(Dropped.jpeg("second.jpg", photograph(2)), Dropped.jpeg("third.jpg", photograph(3)));
        visit.awaitDone(3);

        tabTo("#filters input:checked");
        tabTo("#order");
        tabTo("#save-csv");
        tabTo("#clear");
        tabTo(".card");
        page.keyboard().press("ArrowRight");
        assertThat(visit.card("second.jpg")).isFocused();
        page.keyboard().press("End");
        assertThat(visit.card("third.jpg")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("#detail-title")).hasText("third.jpg");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("#detail-title")).hasText("second.jpg");
        page.keyboard().press("Escape");
        assertThat(page.locator("#detail")).isHidden();
        assertThat(visit.card("second.jpg")).isFocused();
    }

    /** Presses Tab until it is there. */
    private void tabTo(String selector) {
        Locator wanted = visit.page().locator(selector).first();
        for (int presses = 0; presses < 20; presses++) {
            if ((Boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
            visit.page().keyboard().press("Tab");
        }
        assertThat(wanted).isFocused();
    }

    @Test
    void theSessionIsSavedForSpreadsheetsAndForPrograms() throws Exception {
        byte[] whole = photograph(1);
        visit().drop(
                        Dropped.jpeg("=1+1.jpg", whole),
                        Dropped.jpeg("a \"b\", c.jpg", Arrays.copyOf(whole, whole.length / 3)));
        visit.awaitDone(2);

        List<String> csv = Files.readAllLines(visit.page()
                .waitForDownload(() -> visit.page().click("#save-csv"))
                .path());
        JsonNode json = new ObjectMapper()
                .readTree(visit.page()
                        .waitForDownload(() -> visit.page().click("#save-json"))
                        .path()
                        .toFile());

        assertThat(csv).hasSize(3);
        assertThat(csv.get(0)).startsWith("file,asked,verdict,probability,name,version");
        // A file's name is no formula.
        assertThat(csv.get(1)).startsWith("'=1+1.jpg,current,").contains(",drawn,1,");
        assertThat(csv.get(2)).startsWith("\"a \"\"b\"\", c.jpg\",current,").contains(",damaged,");
        assertThat(json.at("/photographs/0/file").textValue()).isEqualTo("=1+1.jpg");
        assertThat(json.at("/photographs/0/outcomes/current/answer/probability").isNumber())
                .isTrue();
        assertThat(json.at("/photographs/1/outcomes/current/problem/reason").textValue())
                .isEqualTo("damaged");
    }

    @Test
    void verdictsCanBeFilteredAndTheUncertainOnesPutFirst() {
        List<Dropped> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(Dropped.jpeg("sorted-" + i + ".jpg", photograph(i)));
        }
        Page page = visit().page();
        visit.drop(many);
        visit.awaitDone(many.size());

        page.selectOption("#order", "highest");
        assertThat(probabilities()).isSortedAccordingTo(Comparator.reverseOrder());
        page.selectOption("#order", "uncertain");
        assertThat(probabilities().stream().map(probability -> Math.abs(probability - 50)))
                .isSorted();
        int cars = page.locator(".badge.positive").count();
        page.check("#filters input[value=car]");
        assertThat(visit.cards()).hasCount(cars);
        assertThat(page.locator("#photographs .badge:not(.positive)")).hasCount(0);
    }

    /** In the order of the cards, in per cent. */
    private List<Double> probabilities() {
        return visit.page().locator(".percent").allTextContents().stream()
                .map(text -> Double.parseDouble(text.substring(0, text.indexOf(' '))))
                .toList();
    }

    @Test
    void whatHappensIsSaidToAScreenReader() {
        visit().drop(Dropped.jpeg("said.jpg", photograph(1)));
        visit.awaitDone(1);

        assertThat(visit.page().locator("#live"))
                .containsText(Pattern.compile("1 photograph done, 1 (car|not car|uncertain)"));
    }

    private static byte[] photograph(int seed) {
        return DrawnPictures.jpeg(160, 120, seed);
    }
}
