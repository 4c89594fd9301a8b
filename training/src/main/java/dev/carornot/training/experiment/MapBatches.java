package dev.carornot.training.experiment;

import ai.djl.ndarray.types.Shape;
import dev.carornot.training.features.MapStore.Maps;
import dev.carornot.training.parallel.OrderedWork;
import java.util.List;
import java.util.function.Consumer;

/**
 * Batches of cached feature maps. Where there are several copies of each photograph, it shows another one in each epoch,
 * and an epoch shows all of them. Batches are read on threads of their own while the network works on the one before. Thread-safe.
 *
 * @param copies the same photographs in different views; 1 or more
 * @param labels N of 0 or 1
 * @param map shape of one photograph's maps, {@code (d, side, side)}
 */
// The labels are shared, not copied.
@SuppressWarnings("ArrayRecordComponent")
record MapBatches(List<Maps> copies, float[] labels, Shape map, int batch, Order order) implements Batches {
    /** A thread reads maps several times as fast as a GPU trains on them: more would only take memory. */
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** Batches that lie ready. */
    private static final int AHEAD = THREADS + 1;

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
        try (OrderedWork<Batch> work = new OrderedWork<>("maps", THREADS, AHEAD, consumer)) {
            for (int[] members : order.batches(size(), batch, epoch)) {
                work.submit(() -> read(members, epoch));
            }
            work.finish();
        }
    }

    private Batch read(int[] members, int epoch) {
        int length = Math.toIntExact(map.size());
        float[] values = new float[Math.multiplyExact(members.length, length)];
        float[] batchLabels = new float[members.length];
        for (int i = 0; i < members.length; i++) {
            copies.get((epoch + members[i]) % copies.size()).read(members[i], values, i * length);
            batchLabels[i] = labels[members[i]];
        }
        Shape shape = new Shape(members.length).addAll(map);
        return new Batch(manager -> manager.create(values, shape), batchLabels);
    }
}
