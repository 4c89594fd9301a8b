package dev.carornot.training.experiment;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Consumer;

/**
 * Batches of cached features. Immutable and thread-safe.
 *
 * @param features N of d numbers
 * @param labels N of 0 or 1
 */
// The arrays are the features themselves, hundreds of megabytes of them: shared, not copied.
@SuppressWarnings("ArrayRecordComponent")
record FeatureBatches(List<float[]> features, float[] labels, int batch, Order order) implements Batches {
    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int positives() {
        return Batches.positives(labels);
    }

    @Override
    public int count() {
        return order.count(size(), batch);
    }

    @Override
    public void forEach(int epoch, Consumer<Batch> consumer) {
        int width = features.get(0).length;
        for (int[] members : order.batches(size(), batch, epoch)) {
            float[] values = new float[members.length * width];
            float[] batchLabels = new float[members.length];
            for (int i = 0; i < members.length; i++) {
                System.arraycopy(features.get(members[i]), 0, values, i * width, width);
                batchLabels[i] = labels[members[i]];
            }
            Shape shape = new Shape(members.length, width);
            consumer.accept(new Batch(manager -> manager.create(values, shape), batchLabels));
        }
    }
}
