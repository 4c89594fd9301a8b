package dev.carornot.training.experiment;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.PixelInput;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.parallel.OrderedWork;
import java.util.List;
import java.util.function.Consumer;

/**
 * Batches of photographs, looked at afresh in each epoch and made ready on threads of their own while the network works on
 * the batch before. Thread-safe.
 */
final class PhotographBatches implements Batches {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /** Batches that lie ready: enough to hide a slow photograph, few enough to cost no memory. */
    private static final int AHEAD = THREADS + 1;

    private final List<Photograph> photographs;
    private final Views views;
    private final InputSize size;
    private final PixelInput input;
    private final int batch;
    private final Order order;

    PhotographBatches(
            List<Photograph> photographs, Views views, InputSize size, PixelInput input, int batch, Order order) {
        this.photographs = photographs;
        this.views = views;
        this.size = size;
        this.input = input;
        this.batch = batch;
        this.order = order;
    }

    @Override
    public int size() {
        return photographs.size();
    }

    @Override
    public int positives() {
        return Math.toIntExact(photographs.stream().filter(Photograph::positive).count());
    }

    @Override
    public int count() {
        return order.count(size(), batch);
    }

    @Override
    public void forEach(int epoch, Consumer<Batch> consumer) {
        try (OrderedWork<Batch> work = new OrderedWork<>("augmentation", THREADS, AHEAD, consumer)) {
            for (int[] members : order.batches(size(), batch, epoch)) {
                work.submit(() -> prepare(members, epoch));
            }
            work.finish();
        }
    }

    private Batch prepare(int[] members, int epoch) {
        int side = size.crop();
        int length = 3 * side * side;
        byte[] pixels = new byte[Math.multiplyExact(length, members.length)];
        float[] labels = new float[members.length];
        for (int i = 0; i < members.length; i++) {
            Photograph photograph = photographs.get(members[i]);
            byte[] view = views.view(photograph, epoch, members[i]);
            System.arraycopy(view, 0, pixels, i * length, length);
            labels[i] = photograph.positive() ? 1 : 0;
        }
        return new Batch(manager -> input.create(manager, pixels, members.length), labels);
    }
}
