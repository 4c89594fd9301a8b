package dev.carornot.training.report;

import dev.carornot.training.evaluation.Metrics.Interval;
import java.util.Locale;

/** Numbers as the report prints them. Stateless and thread-safe. */
final class Figures {
    private static final double PERCENT = 100;

    /** Keeps a number and its unit on one line. */
    private static final String NO_BREAK = "\u00a0";

    private Figures() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", PERCENT * share) + NO_BREAK + "%";
    }

    static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    static String percentRange(Interval interval) {
        return String.format(Locale.ROOT, "%.2f to %.2f", PERCENT * interval.low(), PERCENT * interval.high())
                + NO_BREAK + "%";
    }

    static String fourRange(Interval interval) {
        return String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high());
    }
}
