package dev.carornot.training.audit;

import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression with an L2 penalty on standardised features: minimises {@code mean log loss + lambda / 2 |w|^2}, bias
 * free of the penalty, by accelerated full gradients (Nesterov, 1983) with a step of {@code 1 / L}, where {@code L} is a
 * quarter of the greatest eigenvalue of the features' second moments, plus lambda. No randomness: the same rows in the same
 * order give the same weights. Immutable and thread-safe.
 */
public final class LogisticRegression {
    /** A penalty as usual for a thousand features and thousands of rows. */
    private static final double LAMBDA = 0.01;

    private static final int STEPS = 150;
    private static final int POWER_STEPS = 20;
    /** The eigenvalue is found from below. */
    private static final double SAFETY = 1.1;

    private final double[] mean;
    private final double[] scale;
    private final double[] weights;
    private final double bias;

    private LogisticRegression(double[] mean, double[] scale, double[] weights, double bias) {
        this.mean = mean;
        this.scale = scale;
        this.weights = weights;
        this.bias = bias;
    }

    /**
     * Fits.
     *
     * @param vectors one for each example, all of one length
     * @param positive as many
     */
    public static LogisticRegression fit(List<float[]> vectors, boolean[] positive) {
        int width = vectors.get(0).length;
        double[] mean = new double[width];
        double[] scale = new double[width];
        standardise(vectors, mean, scale);
        float[][] rows = new float[vectors.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = standardised(vectors.get(i), mean, scale);
        }
        // The bias is one more column of ones, so that the step suits it, too.
        double step = 1 / (SAFETY * (1 + greatestEigenvalue(rows, width)) / 4 + LAMBDA);
        double[] weights = new double[width + 1];
        double[] ahead = new double[width + 1];
        double momentum = 1;
        for (int i = 0; i < STEPS; i++) {
            double[] gradient = gradient(rows, positive, ahead);
            double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            double pull = (momentum - 1) / next;
            for (int j = 0; j < ahead.length; j++) {
                double moved = ahead[j] - step * gradient[j];
                ahead[j] = moved + pull * (moved - weights[j]);
                weights[j] = moved;
            }
            momentum = next;
        }
        return new LogisticRegression(mean, scale, weights, weights[width]);
    }

    /** The probability of the positive class, in 0..1. */
    public double probability(float[] vector) {
        float[] row = standardised(vector, mean, scale);
        return sigmoid(dot(row, weights) + bias);
    }

    private static void standardise(List<float[]> vectors, double[] mean, double[] scale) {
        double[] squares = new double[mean.length];
        for (float[] vector : vectors) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += vector[j];
                squares[j] += (double) vector[j] * vector[j];
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= vectors.size();
            double variance = squares[j] / vectors.size() - mean[j] * mean[j];
            // A feature that never changes says nothing.
            scale[j] = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
        }
    }

    private static float[] standardised(float[] vector, double[] mean, double[] scale) {
        float[] row = new float[vector.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) ((vector[j] - mean[j]) * scale[j]);
        }
        return row;
    }

    private static double greatestEigenvalue(float[][] rows, int width) {
        double[] direction = new double[width];
        Arrays.fill(direction, 1 / Math.sqrt(width));
        double eigenvalue = 0;
        for (int i = 0; i < POWER_STEPS; i++) {
            double[] image = new double[width];
            for (float[] row : rows) {
                add(row, dot(row, direction) / rows.length, image);
            }
            double squares = 0;
            for (double value : image) {
                squares += value * value;
            }
            eigenvalue = Math.sqrt(squares);
            if (eigenvalue == 0) {
                return 0;
            }
            for (int j = 0; j < width; j++) {
                direction[j] = image[j] / eigenvalue;
            }
        }
        return eigenvalue;
    }

    private static double[] gradient(float[][] rows, boolean[] positive, double[] weights) {
        int width = weights.length - 1;
        double[] gradient = new double[width + 1];
        for (int i = 0; i < rows.length; i++) {
            double error = sigmoid(dot(rows[i], weights) + weights[width]) - (positive[i] ? 1 : 0);
            add(rows[i], error / rows.length, gradient);
            gradient[width] += error / rows.length;
        }
        for (int j = 0; j < width; j++) {
            gradient[j] += LAMBDA * weights[j];
        }
        return gradient;
    }

    private static double dot(float[] row, double[] weights) {
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < row.length; j += 2) {
            even += row[j] * weights[j];
            odd += row[j + 1] * weights[j + 1];
        }
        return even + odd + (j < row.length ? row[j] * weights[j] : 0);
    }

    private static void add(float[] row, double factor, double[] sum) {
        for (int j = 0; j < row.length; j++) {
            sum[j] += factor * row[j];
        }
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
