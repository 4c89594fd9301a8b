package dev.carornot.function.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotType;
import dev.carornot.classifier.fixture.Chromium;
import dev.carornot.classifier.fixture.DrawnScenes;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the page looks: in light and dark, on a phone, and to axe-core. Takes pictures of it, into {@code target/screenshots} and
 * where {@code -Dpage.screenshots} says.
 */
final class PageLooksIT {
    /** A folder besides: the documentation's pictures are made anew with {@code -Dpage.screenshots=../../docs/images}. */
    private static final String BESIDES = "page.screenshots";

    private static final int QUALITY = 80;
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 860;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 780;
    private static final int SCENES = 10;

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static RunnerJar application;
    private static URI address;

    private Visit visit;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        Path beside = DrawnModel.write(folder.resolve("drawn"));
        application = RunnerJar.start(Map.of("CARORNOT_MODEL_BESIDE", beside.toString()));
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

    @AfterEach
    void leave() {
        assertThat(visit.complaints()).isEmpty();
        visit.page().context().close();
    }

    private static NewContextOptions visitor(int width, int height) {
        return new NewContextOptions().setViewportSize(width, height).setReducedMotion(ReducedMotion.REDUCE);
    }

    private void visitWithScenes(NewContextOptions visitor) {
        visit = Visit.to(address, chromium.page(visitor));
        List<Dropped> dropped = new ArrayList<>();
        for (int scene = 0; scene < SCENES; scene++) {
            dropped.add(
                    scene % 2 == 0
                            ? Dropped.jpeg("street-" + scene + ".jpg", DrawnScenes.car(480, 360, scene))
                            : Dropped.jpeg("country-" + scene + ".jpg", DrawnScenes.other(480, 360, scene)));
        }
        byte[] whole = DrawnScenes.car(480, 360, SCENES);
        dropped.add(Dropped.jpeg("damaged.jpg", Arrays.copyOf(whole, whole.length / 2)));
        visit.drop(dropped);
        visit.awaitDone(dropped.size());
        // Those that the screen shows.
        assertThat(visit.page().locator(".card canvas.drawn").first()).isVisible();
        visit.page().waitForTimeout(500);
    }

    @Test
    void whatKeepsPeopleOutIsFound() {
        visit = Visit.to(address, chromium.page(visitor(WIDTH, HEIGHT)));
        visit.page().evaluate("() => document.querySelector('#choose-files').replaceChildren()");

        assertThat(Chromium.seriousFaults(visit.page()))
                .singleElement()
                .asString()
                .startsWith("button-name");
    }

    @Test
    void withoutPhotographsNothingKeepsAnybodyOut() {
        visit = Visit.to(address, chromium.page(visitor(WIDTH, HEIGHT)));

        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
    }

    @Test
    void inTheLight() throws Exception {
        visitWithScenes(visitor(WIDTH, HEIGHT).setColorScheme(ColorScheme.LIGHT));

        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
        assertThat(brightness()).isGreaterThan(0.9);
        picture("page");
    }

    @Test
    void inTheDark() throws Exception {
        visitWithScenes(visitor(WIDTH, HEIGHT).setColorScheme(ColorScheme.DARK));

        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
        assertThat(brightness()).isLessThan(0.2);
        picture("page-dark");
    }

    @Test
    void onAPhone() throws Exception {
        visitWithScenes(visitor(PHONE_WIDTH, PHONE_HEIGHT)
                .setHasTouch(true)
                .setIsMobile(true)
                .setDeviceScaleFactor(2));

        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
        assertNothingIsCutOff();
        assertThat(visit.page().locator("#choose-camera")).isVisible();
        picture("page-phone");
        visit.cards().first().click();
        assertNothingIsCutOff();
        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
    }

    @Test
    void onTheNarrowestScreenThatIsStillSold() {
        visitWithScenes(visitor(320, 600));

        assertNothingIsCutOff();
    }

    @Test
    void theHeatMapLiesOverThePhotographAsStronglyAsTheSliderSays() throws Exception {
        visitWithScenes(visitor(WIDTH, HEIGHT));
        visit.card("street-0.jpg").click();

        visit.page().click("#heat");
        assertThat(visit.page().locator("canvas.heat")).isVisible();
        assertThat(visit.page().locator("canvas.heat")).hasAttribute("aria-label", Pattern.compile("Heat map\\. .+"));
        visit.page().fill("#opacity", "30");
        assertThat(visit.page().locator("canvas.heat")).hasCSS("opacity", "0.3");
        visit.page().fill("#opacity", "70");
        assertThat(visit.page().locator("canvas.heat").boundingBox().width)
                .isEqualTo(visit.page().locator(".frame img").boundingBox().width);
        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
        picture("page-heat");
    }

    @Test
    void twoModelsStandSideBySide() throws Exception {
        visitWithScenes(visitor(WIDTH, HEIGHT));
        visit.page().check("#compare");
        visit.awaitDone(SCENES + 1);
        assertThat(visit.card("street-0.jpg").locator(".percent")).hasCount(2);
        visit.page().check("#filters input[value=disputed]");
        assertThat(visit.cards()).hasCount((Integer)
                visit.page().evaluate("() => document.querySelectorAll('#photographs .disputed').length"));
        visit.page().check("#filters input[value=all]");
        visit.card("street-0.jpg").click();
        visit.page().click("#heat");

        assertThat(visit.page().locator("#views figure")).hasCount(2);
        assertThat(visit.page().locator("canvas.heat")).hasCount(2);
        assertThat(Chromium.seriousFaults(visit.page())).isEmpty();
        picture("page-compare");
    }

    private void assertNothingIsCutOff() {
        assertThat((Integer) visit.page().evaluate("() => document.documentElement.scrollWidth - window.innerWidth"))
                .as("pixels that are to be scrolled sideways")
                .isLessThanOrEqualTo(0);
    }

    /** Of the ground, 0 for black to 1 for white. */
    private double brightness() {
        return ((Number) visit.page()
                        .evaluate("() => getComputedStyle(document.documentElement).backgroundColor"
                                + ".match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + part / 765, 0)"))
                .doubleValue();
    }

    private void picture(String name) throws IOException {
        byte[] picture = visit.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setType(ScreenshotType.JPEG)
                        .setQuality(QUALITY));
        write(Path.of("target/screenshots"), name, picture);
        String besides = System.getProperty(BESIDES);
        if (besides != null) {
            write(Path.of(besides), name, picture);
        }
    }

    private static void write(Path place, String name, byte[] picture) throws IOException {
        Files.write(Files.createDirectories(place).resolve(name + ".jpg"), picture);
    }
}
