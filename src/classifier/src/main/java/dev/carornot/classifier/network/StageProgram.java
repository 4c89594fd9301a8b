package dev.carornot.classifier.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Another way to compute the stages of a {@link Tail} that learn, while they learn. Gradients come back to the parameters as
 * from the tail's own blocks.
 */
@FunctionalInterface
public interface StageProgram {
    /**
     * Maps through the stages from one to the last, with batch statistics; the running ones are updated in place.
     *
     * @param map {@code (N, d, side, side)} as the stage's first block reads it
     * @param first the first of the tail's stages, from 0
     * @param parameters of these stages: for each convolution, in {@link Topology}'s order, {@code weight}, and {@code weight},
     *     {@code bias}, {@code running_mean} and {@code running_var} of its batch norm
     * @return the last stage's maps in 32-bit floats, averaged over all positions: {@code (N, features)}
     */
    NDArray apply(NDArray map, int first, List<NDArray> parameters);
}
