package dev.carornot.classifier;

import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.PrecisionChoice;

/**
 * How a classifier runs on its machine.
 *
 * @param limits what a photograph may cost
 * @param predictors how many photographs are in the network at once; 1 or more
 * @param threads how many threads work on one photograph in the network; 1 or more. The engine has one such number a
 *     process: the first classifier that is opened decides
 * @param precision the arithmetic
 * @param engine what runs the network
 * @param jpeg which library decodes JPEGs
 */
public record ClassifierOptions(
        ImageLimits limits,
        int predictors,
        int threads,
        PrecisionChoice precision,
        EngineChoice engine,
        JpegChoice jpeg) {
    /** The default limits, a single-threaded predictor for each processor, the fastest precision that is safe. */
    public static final ClassifierOptions DEFAULT = new ClassifierOptions(
            ImageLimits.DEFAULT, Runtime.getRuntime().availableProcessors(), 1, PrecisionChoice.AUTO);

    public ClassifierOptions {
        if (predictors < 1) {
            throw new IllegalArgumentException("A classifier needs at least one predictor, not " + predictors + ".");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("A predictor needs at least one thread, not " + threads + ".");
        }
    }

    /** With {@link EngineChoice#PYTORCH} and {@link JpegChoice#AUTO}. */
    public ClassifierOptions(ImageLimits limits, int predictors, int threads, PrecisionChoice precision) {
        this(limits, predictors, threads, precision, EngineChoice.PYTORCH, JpegChoice.AUTO);
    }

    /** The same in another precision. */
    public ClassifierOptions with(PrecisionChoice other) {
        return new ClassifierOptions(limits, predictors, threads, other, engine, jpeg);
    }

    /** The same in another engine. */
    public ClassifierOptions with(EngineChoice other) {
        return new ClassifierOptions(limits, predictors, threads, precision, other, jpeg);
    }

    /** The same with another decoder for JPEGs. */
    public ClassifierOptions with(JpegChoice other) {
        return new ClassifierOptions(limits, predictors, threads, precision, engine, other);
    }
}
