package dev.carornot.training.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * In which order an epoch's examples come. Immutable and thread-safe.
 *
 * @param shuffled whether each epoch has a random order of its own, or all have the order of the list
 * @param seed of the random orders
 */
record Order(boolean shuffled, long seed) {
    static final Order LISTED = new Order(false, 0);

    /** Batches in an epoch: when shuffled, a last one that is not full is left out, since batch norm suffers from it. */
    int count(int size, int batch) {
        return shuffled && size >= batch ? size / batch : (size + batch - 1) / batch;
    }

    /** An epoch's batches as indices of examples. */
    List<int[]> batches(int size, int batch, int epoch) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        if (shuffled) {
            SplittableRandom random = Seeds.generator(seed, "order", epoch, 0);
            for (int i = size - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = order[i];
                order[i] = order[j];
                order[j] = kept;
            }
        }
        List<int[]> batches = new ArrayList<>();
        for (int b = 0; b < count(size, batch); b++) {
            int from = b * batch;
            batches.add(Arrays.copyOfRange(order, from, Math.min(size, from + batch)));
        }
        return batches;
    }
}
