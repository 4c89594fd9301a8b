package dev.carornot.benchmark.measurement;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Something that the product is to reach. Immutable and thread-safe.
 *
 * @param what it is about
 * @param limit at least or at most this much
 * @param unit of the limit, e.g. {@code ms} or {@code times}
 * @param reading what a run reached; empty where it was not measured
 */
public record Bar(
        String what, Direction direction, double limit, String unit, Function<Results, OptionalDouble> reading) {
    /** Which side of the limit is good. */
    public enum Direction {
        AT_LEAST,
        AT_MOST
    }

    /** What a run says of a bar. */
    public enum Verdict {
        MET,
        MISSED,
        NOT_MEASURED
    }

    /** A bar and what became of it. */
    public record Outcome(Bar bar, OptionalDouble reached, Verdict verdict) {}

    private static final String TIMES = "times";

    /** One median by another is at least so much: the one is slower, the other faster. */
    static Bar timesFaster(String faster, String slower, double atLeast) {
        return new Bar(
                faster + " faster than " + slower,
                Direction.AT_LEAST,
                atLeast,
                TIMES,
                results -> ratio(results, slower, faster));
    }

    /** One median by another is at most so much. */
    static Bar timesAtMost(String name, String reference, double atMost) {
        return new Bar(
                name + " against " + reference,
                Direction.AT_MOST,
                atMost,
                TIMES,
                results -> ratio(results, name, reference));
    }

    /** A figure is at most so much. */
    static Bar atMost(String name, String figure, double atMost, String unit) {
        return new Bar(name, Direction.AT_MOST, atMost, unit, results -> results.figure(name, figure));
    }

    private static OptionalDouble ratio(Results results, String dividend, String divisor) {
        OptionalDouble above = results.figure(dividend, Result.MEDIAN);
        OptionalDouble below = results.figure(divisor, Result.MEDIAN);
        return above.isPresent() && below.isPresent()
                ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Holds a run against the bar. */
    public Outcome judge(Results results) {
        OptionalDouble reached = reading.apply(results);
        if (reached.isEmpty()) {
            return new Outcome(this, reached, Verdict.NOT_MEASURED);
        }
        double value = reached.getAsDouble();
        boolean met = direction == Direction.AT_LEAST ? value >= limit : value <= limit;
        return new Outcome(this, reached, met ? Verdict.MET : Verdict.MISSED);
    }
}
