package dev.carornot.benchmark.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers for people: three digits that count. */
final class Figures {
    static final String NONE = "–";

    private Figures() {}

    static String of(OptionalDouble value) {
        return value.isPresent() ? of(value.getAsDouble()) : NONE;
    }

    static String of(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String whole(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : NONE;
    }
}
