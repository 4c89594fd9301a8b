package dev.carornot.training.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Consumer;
import java.util.function.Function;

/** Examples in batches, epoch by epoch. */
interface Batches {
    /** Examples in an epoch. */
    int size();

    /** How many of the examples have the label 1. */
    int positives();

    /** Batches in an epoch. */
    int count();

    /**
     * Hands over an epoch's batches one after the other, on the calling thread.
     *
     * @param epoch counted from 1; the same number gives the same batches, bit for bit
     */
    void forEach(int epoch, Consumer<Batch> consumer);

    /** How many of 0 or 1 are 1. */
    static int positives(float[] labels) {
        int positives = 0;
        for (float label : labels) {
            positives += label > 0.5 ? 1 : 0;
        }
        return positives;
    }

    /**
     * A batch.
     *
     * @param inputs creates the network's input, {@code (N, ...)}, in the manager that it is given
     * @param labels N of 0 or 1
     */
    // Handed from one owner to the next, neither copied nor compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Batch(Function<NDManager, NDArray> inputs, float[] labels) {}
}
