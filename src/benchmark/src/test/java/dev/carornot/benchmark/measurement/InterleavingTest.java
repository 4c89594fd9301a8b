package dev.carornot.benchmark.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.carornot.benchmark.contender.Contender;
import dev.carornot.benchmark.contender.Work;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InterleavingTest {
    private static final PrintStream SILENCE = new PrintStream(OutputStream.nullOutputStream());

    private final List<String> runs = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void everyContenderHasItsTurnInEveryRoundInAnOrderThatChanges() throws Exception {
        measure(new Plan(1, 8, 2, 1), recording("a/one"), recording("a/two"));

        // Nine rounds, two contenders, two runs each and one that does not count.
        assertThat(runs).hasSize(9 * 2 * 3);
        List<List<String>> rounds = new ArrayList<>();
        for (int round = 0; round < 9; round++) {
            List<String> turns = runs.subList(6 * round, 6 * round + 6);
            assertThat(new HashSet<>(turns.subList(0, 3))).hasSize(1);
            assertThat(turns).contains("a/one", "a/two");
            rounds.add(turns);
        }
        assertThat(new HashSet<>(rounds)).hasSize(2);
    }

    @Test
    void warmUpAndTheFirstRunOfATurnDoNotCount() throws Exception {
        Results results = measure(new Plan(3, 4, 2, 1), recording("a/one"));
        assertThat(results.figure("a/one", "samples")).hasValue(8);
    }

    @Test
    void ratiosAreAgainstPlainDjlOfTheSameRace() throws Exception {
        Results results = measure(
                new Plan(0, 5, 2, 1), sleeping("a/fast", 2), sleeping("a/plain-djl", 20), sleeping("b/other", 2));
        assertThat(results.figure("a/fast", Result.RATIO).orElseThrow()).isBetween(3.0, 12.0);
        assertThat(results.figure("a/plain-djl", Result.RATIO)).hasValue(1);
        assertThat(results.figure("b/other", Result.RATIO)).isEmpty();
        assertThat(results.figure("a/fast", Result.RATIO_P10).orElseThrow())
                .isLessThanOrEqualTo(results.figure("a/fast", Result.RATIO_P90).orElseThrow());
    }

    @Test
    void timesAreGivenForOnePhotographOfABatch() throws Exception {
        Contender batch = new Contender("a/batch", 10, sleeping("a/batch", 20).opening());
        assertThat(measure(new Plan(0, 3, 1, 1), batch)
                        .figure("a/batch", Result.MEDIAN)
                        .orElseThrow())
                .isBetween(2.0, 10.0);
    }

    @Test
    void whoCannotBeOpenedIsListedWithTheReasonAndTheOthersAreMeasured() throws Exception {
        Contender absent = new Contender("a/absent", 1, () -> {
            throw new UnsupportedOperationException("no such instruction");
        });
        Results results = measure(new Plan(0, 1, 1, 1), absent, recording("a/one"));
        assertThat(results.unavailable().get("a/absent")).contains("no such instruction");
        assertThat(results.find("a/one")).isPresent();
    }

    @Test
    void anOutcomeThatIsNoNumberEndsTheMeasurementAndEverybodyIsClosed() {
        Contender broken = new Contender("a/broken", 1, () -> () -> Double.NaN);
        assertThatIllegalStateException()
                .isThrownBy(() -> measure(new Plan(0, 1, 1, 1), recording("a/one"), broken))
                .withMessageContaining("a/broken yields NaN");
        assertThat(closed).containsExactly("a/one");
    }

    private static Results measure(Plan plan, Contender... contenders) throws Exception {
        return new Interleaving(plan, SILENCE).measure(List.of(contenders));
    }

    private Contender recording(String name) {
        return new Contender(name, 1, () -> new Work() {
            @Override
            public double run() {
                runs.add(name);
                return 1;
            }

            @Override
            public void close() {
                closed.add(name);
            }
        });
    }

    private static Contender sleeping(String name, long millis) {
        return new Contender(name, 1, () -> () -> {
            Thread.sleep(millis);
            return 1;
        });
    }
}
