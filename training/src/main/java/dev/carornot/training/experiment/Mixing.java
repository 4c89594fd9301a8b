package dev.carornot.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Mixes each example of a batch with the one that has the same place from the batch's other end: a share of all values
 * (mixup), or a rectangle (CutMix). The example itself keeps at least half. Immutable and thread-safe.
 *
 * @param mixup alpha of the Beta distribution of the shares, in 0..1; 0 for none
 * @param cutmix the same for the areas of rectangles
 */
record Mixing(double mixup, double cutmix, long seed) {
    /** What the network gets to see instead. */
    // Handed on at once, neither copied nor compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Mixed(NDArray inputs, float[] labels) {}

    /**
     * Mixes a batch; the same seed, epoch and number mix it the same way.
     *
     * @param inputs {@code (N, ...)}, for CutMix {@code (N, d, H, W)}
     * @param labels N of 0..1
     * @param number the batch's in its epoch
     */
    Mixed mix(NDArray inputs, float[] labels, int epoch, int number) {
        if (mixup == 0 && cutmix == 0) {
            return new Mixed(inputs, labels);
        }
        SplittableRandom random = Seeds.generator(seed, "mixing", epoch, number);
        boolean cut = mixup == 0 || (cutmix > 0 && random.nextBoolean());
        double kept = beta(cut ? cutmix : mixup, random);
        kept = Math.max(kept, 1 - kept);
        NDArray others = inputs.flip(0);
        if (!cut) {
            return new Mixed(inputs.mul(kept).add(others.mul(1 - kept)), mixed(labels, kept));
        }
        int height = Math.toIntExact(inputs.getShape().get(2));
        int width = Math.toIntExact(inputs.getShape().get(3));
        float[] mask = mask(height, width, 1 - kept, random);
        double share = 0;
        for (float value : mask) {
            share += value / mask.length;
        }
        NDArray own = inputs.getManager().create(mask, new Shape(1, 1, height, width));
        return new Mixed(inputs.mul(own).add(others.mul(own.neg().add(1))), mixed(labels, share));
    }

    private static float[] mixed(float[] labels, double kept) {
        float[] mixed = new float[labels.length];
        for (int i = 0; i < labels.length; i++) {
            mixed[i] = (float) (kept * labels[i] + (1 - kept) * labels[labels.length - 1 - i]);
        }
        return mixed;
    }

    /** 1 where the example is kept, 0 in a rectangle of about the given area around any place, cut off at the edges. */
    private static float[] mask(int height, int width, double area, SplittableRandom random) {
        float[] mask = new float[height * width];
        Arrays.fill(mask, 1);
        double side = Math.sqrt(area);
        int rows = (int) Math.round(side * height);
        int columns = (int) Math.round(side * width);
        int top = random.nextInt(height) - rows / 2;
        int left = random.nextInt(width) - columns / 2;
        for (int y = Math.max(0, top); y < Math.min(height, top + rows); y++) {
            Arrays.fill(
                    mask, y * width + Math.max(0, left), y * width + Math.max(0, Math.min(width, left + columns)), 0);
        }
        return mask;
    }

    /** A draw from Beta(alpha, alpha), alpha at most 1, by Jöhnk's method (1964). */
    static double beta(double alpha, SplittableRandom random) {
        while (true) {
            double x = Math.pow(random.nextDouble(), 1 / alpha);
            double y = Math.pow(random.nextDouble(), 1 / alpha);
            // Both may be too small for a double where alpha is.
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }
}
