package dev.carornot.classifier.network;

import java.util.List;

/**
 * The classification head on the pooled features: for each entry of {@code hidden} a linear layer, a sigmoid and dropout,
 * then a linear layer to one logit.
 *
 * @param hidden widths of the hidden layers; empty for plain logistic regression
 * @param dropout share of hidden values dropped while training, in [0, 1)
 */
public record HeadConfiguration(List<Integer> hidden, double dropout) {
    /** The write-up's head: 32 sigmoid neurons; dropout as in its third experiment. */
    public static final HeadConfiguration WRITE_UP = new HeadConfiguration(List.of(32), 0.3);

    public HeadConfiguration {
        hidden = List.copyOf(hidden);
        if (hidden.stream().anyMatch(h -> h < 1 || h > 65536)) {
            throw new IllegalArgumentException("Hidden layers are 1 to 65536 wide, not " + hidden + ".");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("Dropout is at least 0 and below 1, not " + dropout + ".");
        }
    }
}
