package dev.carornot.classifier;

import dev.carornot.classifier.image.ImageLimits;

/**
 * How a classifier runs on its machine.
 *
 * @param limits what a photograph may cost
 * @param predictors how many photographs are in the network at once; 1 or more
 */
public record ClassifierOptions(ImageLimits limits, int predictors) {
    /** The default limits, and a predictor for each processor. */
    public static final ClassifierOptions DEFAULT =
            new ClassifierOptions(ImageLimits.DEFAULT, Runtime.getRuntime().availableProcessors());

    public ClassifierOptions {
        if (predictors < 1) {
            throw new IllegalArgumentException("A classifier needs at least one predictor, not " + predictors + ".");
        }
    }
}
