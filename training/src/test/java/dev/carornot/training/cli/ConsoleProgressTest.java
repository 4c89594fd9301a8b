package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.training.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ConsoleProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private int columns = 80;
    private long now = 1_000_000_000_000L;

    private Progress start(boolean terminal, long total) {
        return new ConsoleProgress(err, terminal, () -> columns, () -> now)
                .start("Computing features", "photographs", total);
    }

    private void pass(double seconds) {
        now += Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shortWorkShowsNothing() {
        try (Progress progress = start(false, 10)) {
            pass(1.9);
            progress.advance(10);
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void workOfAFewSecondsEndsWithOneLine() {
        try (Progress progress = start(false, 1200)) {
            pass(2);
            progress.advance(1200);
            pass(1);
        }
        assertThat(lines())
                .containsExactly("Computing features: 1,200 of 1,200 photographs (100 %), 400.0/s, took 3 s");
    }

    @Test
    void longWorkShowsALineEveryFiveSecondsAtMost() {
        try (Progress progress = start(false, 4000)) {
            for (int i = 0; i < 400; i++) {
                pass(0.1);
                progress.advance(5);
            }
        }
        assertThat(lines()).hasSize(9);
        assertThat(lines().get(0))
                .isEqualTo("Computing features: 250 of 4,000 photographs (6 %), 50.0/s, 1 min 15 s left");
        assertThat(lines().get(8))
                .isEqualTo("Computing features: 2,000 of 4,000 photographs (50 %), 50.0/s, took 40 s");
    }

    @Test
    void theDetailStandsAtTheEnd() {
        try (Progress progress = start(false, 100)) {
            progress.detail("loss 0.123");
            pass(6);
            progress.advance(50);
        }
        assertThat(lines().get(0)).endsWith("6 s left, loss 0.123");
    }

    @Test
    void closingTwicePrintsOnce() {
        Progress progress = start(false, 1);
        pass(3);
        progress.close();
        progress.close();
        assertThat(lines()).hasSize(1);
    }

    @Test
    void durationsAreReadable() {
        assertThat(LineProgress.duration(59)).isEqualTo("59 s");
        assertThat(LineProgress.duration(60)).isEqualTo("1 min 0 s");
        assertThat(LineProgress.duration(7380)).isEqualTo("2 h 3 min");
    }

    @Test
    void aTerminalGetsABarOnceTheWorkTakesLong() {
        try (Progress progress = start(true, 100)) {
            progress.advance(10);
            assertThat(lines()).isEmpty();
            pass(2.5);
            progress.advance(10);
            progress.detail("loss 0.123");
            progress.advance(30);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\r").contains("Computing features", "50/100");
    }

    @Test
    void aTerminalGetsNoBarForShortWork() {
        try (Progress progress = start(true, 100)) {
            progress.advance(100);
        }
        assertThat(bytes.size()).isZero();
    }

    @Test
    void theBarFitsTheTerminalHoweverItIsResized() {
        BarLine line = new BarLine(err, () -> columns);
        columns = 60;
        line.accept("x".repeat(100));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[J" + "x".repeat(59));
        bytes.reset();

        // The 59 columns now take three lines, and the cursor is in the last of them.
        columns = 25;
        assertThat(line.getMaxRenderedLength()).isEqualTo(24);
        line.accept("y".repeat(24));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[2A\u001B[J" + "y".repeat(24));
        bytes.reset();

        columns = 100;
        line.accept("z".repeat(99));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001B[J" + "z".repeat(99));
    }

    @Test
    void theWidthIsAskedForOnceASecond() {
        TerminalWidth width = new TerminalWidth(() -> columns, () -> now);
        assertThat(width.getAsInt()).isEqualTo(80);
        columns = 40;
        pass(0.5);
        assertThat(width.getAsInt()).isEqualTo(80);
        pass(0.6);
        assertThat(width.getAsInt()).isEqualTo(40);
    }

    @Test
    void aTerminalThatDoesNotKnowItsSizeHasTheUsualOne() {
        assertThat(TerminalWidth.parse("24 132\n")).isEqualTo(132);
        assertThat(TerminalWidth.parse("0 0\n")).isEqualTo(80);
        assertThat(TerminalWidth.parse("")).isEqualTo(80);
    }
}
