package dev.carornot.classifier.artifact;

import java.util.regex.Pattern;

/**
 * What the two classes are called; nothing else in the product knows what they are.
 *
 * @param negative the class of probability 0, e.g. {@code not_car}
 * @param positive the class of probability 1, e.g. {@code car}
 */
public record Labels(String negative, String positive) {
    /** The verdict between the two thresholds, so no class may be called so. */
    public static final String UNCERTAIN = "uncertain";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    public Labels {
        for (String label : new String[] {negative, positive}) {
            if (label == null || !NAME.matcher(label).matches() || label.equals(UNCERTAIN)) {
                throw new IllegalArgumentException(
                        "A label is 1 to 63 of a-z, 0-9, _ and -, begins with a letter or digit and"
                                + " is not 'uncertain': '" + label + "' will not do.");
            }
        }
        if (negative.equals(positive)) {
            throw new IllegalArgumentException("The two labels are both '" + negative + "'.");
        }
    }

    /** The name of the positive or of the negative class. */
    public String of(boolean isPositive) {
        return isPositive ? positive : negative;
    }
}
