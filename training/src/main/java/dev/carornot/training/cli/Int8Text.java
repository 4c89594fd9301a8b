package dev.carornot.training.cli;

import dev.carornot.training.quantization.VerdictChange;

/** What people are told of int8 weights. */
final class Int8Text {
    private Int8Text() {}

    static String of(VerdictChange change, boolean kept) {
        return kept
                ? "Int8 weights are in it; they change " + change + "."
                : "Int8 weights were left out, since they change " + change
                        + ", and 0.2 % is the limit; --force keeps them.";
    }
}
