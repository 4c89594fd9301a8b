package dev.carornot.classifier.program;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which precision a model runs in: a certain one, or whichever the artifact and the processor make fastest. Immutable and
 * thread-safe.
 *
 * @param precision empty for automatic
 */
public record PrecisionChoice(Optional<Precision> precision) {
    /** The fastest that artifact and processor allow. */
    public static final PrecisionChoice AUTO = new PrecisionChoice(Optional.empty());

    private static final String AUTO_LABEL = "auto";

    public static PrecisionChoice of(Precision precision) {
        return new PrecisionChoice(Optional.of(precision));
    }

    /**
     * Reads a setting, in any case.
     *
     * @throws IllegalArgumentException when it is none of {@code auto}, {@code int8}, {@code bf16}, {@code fp32} and {@code
     *     eager}; says which there are
     */
    public static PrecisionChoice parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals(AUTO_LABEL)) {
            return AUTO;
        }
        return Arrays.stream(Precision.values())
                .filter(p -> p.label().equals(wanted))
                .findFirst()
                .map(PrecisionChoice::of)
                .orElseThrow(() -> new IllegalArgumentException("The precision is one of "
                        + Stream.concat(
                                        Stream.of(AUTO_LABEL),
                                        Arrays.stream(Precision.values()).map(Precision::label))
                                .collect(Collectors.joining(", "))
                        + ", not '" + text + "'."));
    }

    @Override
    public String toString() {
        return precision.map(Precision::label).orElse(AUTO_LABEL);
    }
}
