package dev.carornot.benchmark.measurement;

import dev.carornot.benchmark.contender.Contender;
import dev.carornot.benchmark.contender.Contenders;
import dev.carornot.benchmark.contender.Work;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Measures contenders in turns: in every round each has its turn, in an order that is drawn anew, so that whatever changes
 * on the machine over time (frequency, neighbours, heat) happens to all of them alike. Not thread-safe.
 */
public final class Interleaving {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Plan plan;
    private final PrintStream progress;

    public Interleaving(Plan plan, PrintStream progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Opens them all, measures, closes them all. Whoever cannot be opened is listed with the reason. */
    public Results measure(List<Contender> contenders) throws Exception {
        List<Turn> turns = new ArrayList<>();
        Map<String, String> unavailable = new TreeMap<>();
        try {
            for (Contender contender : contenders) {
                open(contender, turns, unavailable);
            }
            List<Turn> shuffled = new ArrayList<>(turns);
            Random random = new Random(plan.seed());
            for (int round = -plan.warmUpRounds(); round < plan.rounds(); round++) {
                Collections.shuffle(shuffled, random);
                for (Turn turn : shuffled) {
                    turn.take(plan.runs(), round >= 0);
                }
                progress.printf("Round %d of %d%n", round + 1, plan.rounds());
            }
        } finally {
            turns.forEach(turn -> turn.work.close());
        }
        return new Results(results(turns), unavailable);
    }

    private void open(Contender contender, List<Turn> turns, Map<String, String> unavailable) {
        try {
            turns.add(new Turn(contender, contender.opening().open()));
        } catch (Exception | LinkageError e) {
            // Some precision or peer may not exist here; the others still do.
            String reason = e instanceof UnsupportedOperationException ? e.getMessage() : e.toString();
            unavailable.put(contender.name(), reason);
            progress.println(contender.name() + " is not measured: " + reason);
        }
    }

    private static List<Result> results(List<Turn> turns) {
        Map<String, Turn> peers = new LinkedHashMap<>();
        for (Turn turn : turns) {
            String name = turn.contender.name();
            if (name.endsWith("/" + Contenders.PEER)) {
                peers.put(race(name), turn);
            }
        }
        return turns.stream()
                .map(turn -> turn.result(peers.get(race(turn.contender.name()))))
                .toList();
    }

    private static String race(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    /** One contender at work, with the times of each round. */
    private static final class Turn {
        private final Contender contender;
        private final Work work;
        private final List<Double> all = new ArrayList<>();
        private final List<Double> mediansByRound = new ArrayList<>();

        Turn(Contender contender, Work work) {
            this.contender = contender;
            this.work = work;
        }

        void take(int runs, boolean counts) throws Exception {
            // The first run pays for what the one before left in the caches, and does not count.
            run();
            List<Double> millis = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                millis.add(run());
            }
            if (counts) {
                all.addAll(millis);
                mediansByRound.add(Samples.of(millis).median());
            }
        }

        private double run() throws Exception {
            long start = System.nanoTime();
            double outcome = work.run();
            long end = System.nanoTime();
            if (Double.isNaN(outcome) || Double.isInfinite(outcome)) {
                throw new IllegalStateException(
                        contender.name() + " yields " + outcome + "; whatever it computes, its time means nothing.");
            }
            return (end - start) / NANOS_PER_MILLI / contender.photographs();
        }

        Result result(Turn peer) {
            Samples millis = Samples.of(all);
            Result result = Result.ofTimes(contender.name(), millis);
            if (peer == null) {
                return result;
            }
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < mediansByRound.size(); round++) {
                ratios.add(peer.mediansByRound.get(round) / mediansByRound.get(round));
            }
            Samples byRound = Samples.of(ratios);
            return result.with(Result.RATIO, Samples.of(peer.all).median() / millis.median())
                    .with(Result.RATIO_P10, byRound.percentile(10))
                    .with(Result.RATIO_P90, byRound.percentile(90));
        }
    }
}
