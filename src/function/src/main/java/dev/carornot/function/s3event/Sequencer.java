package dev.carornot.function.s3event;

import java.util.Locale;

/**
 * S3's ordering of the events of one key: hexadecimal digits, of which the shorter one is filled up with zeros on the right
 * before they are compared ("Event message structure" in the S3 user guide). Says nothing across keys.
 */
public record Sequencer(String digits) implements Comparable<Sequencer> {
    @Override
    public int compareTo(Sequencer other) {
        int length = Math.max(digits.length(), other.digits.length());
        return padded(length).compareTo(other.padded(length));
    }

    private String padded(int length) {
        return digits.toUpperCase(Locale.ROOT) + "0".repeat(length - digits.length());
    }

    // In the order's sense: digits that differ in case or in zeros at their end are the same.
    @Override
    public boolean equals(Object other) {
        return other instanceof Sequencer sequencer && compareTo(sequencer) == 0;
    }

    @Override
    public int hashCode() {
        return digits.toUpperCase(Locale.ROOT).replaceAll("0+$", "").hashCode();
    }

    @Override
    public String toString() {
        return digits;
    }
}
