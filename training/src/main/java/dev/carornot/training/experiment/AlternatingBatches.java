package dev.carornot.training.experiment;

import java.util.List;
import java.util.function.Consumer;

/**
 * Several copies of the same examples, augmented in different ways, that epochs take turns with. As thread-safe as the copies.
 *
 * @param copies 1 or more, all of the same examples in the same order
 */
record AlternatingBatches(List<? extends Batches> copies) implements Batches {
    @Override
    public int size() {
        return copies.get(0).size();
    }

    @Override
    public int positives() {
        return copies.get(0).positives();
    }

    @Override
    public int count() {
        return copies.get(0).count();
    }

    @Override
    public void forEach(int epoch, Consumer<Batch> consumer) {
        copies.get(epoch % copies.size()).forEach(epoch, consumer);
    }
}
