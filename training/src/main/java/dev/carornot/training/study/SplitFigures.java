package dev.carornot.training.study;

import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.evaluation.Metrics.Interval;

/**
 * How good one head or baseline is on one split.
 *
 * @param split its name
 * @param count photographs
 * @param errors of them at a probability of 0.5
 * @param accuracy in 0..1
 * @param errorInterval of the error rate, 95 % (Wilson)
 * @param loss mean negative logarithm of the probability of the true class; null where only answers are known
 */
public record SplitFigures(String split, int count, int errors, double accuracy, Interval errorInterval, Double loss) {

    /** Figures of probabilities of the positive class. */
    static SplitFigures of(String split, double[] probabilities, boolean[] positive) {
        Metrics.Confusion confusion = Metrics.confusion(probabilities, positive);
        return of(split, confusion.count(), confusion.errors(), Metrics.logLoss(probabilities, positive));
    }

    /** Figures of answers. */
    public static SplitFigures of(String split, int count, int errors, Double loss) {
        return new SplitFigures(split, count, errors, 1 - (double) errors / count, Metrics.wilson(errors, count), loss);
    }
}
