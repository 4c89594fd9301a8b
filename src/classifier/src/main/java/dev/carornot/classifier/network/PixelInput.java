package dev.carornot.classifier.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/** Pixels as bytes to the network's normalised input, the same in training and serving. Immutable and thread-safe. */
public final class PixelInput {
    private static final float BYTE_SCALE = 255;

    private final int side;
    private final float[] scale = new float[3];
    private final float[] offset = new float[3];

    /**
     * Fixes size and normalisation.
     *
     * @param side height and width in pixels
     */
    public PixelInput(int side, Normalization normalization) {
        this.side = side;
        for (int channel = 0; channel < 3; channel++) {
            float std = normalization.std().get(channel);
            scale[channel] = 1 / (BYTE_SCALE * std);
            offset[channel] = normalization.mean().get(channel) / std;
        }
    }

    /** {@code (1, 3, side, side)}. */
    public Shape shape() {
        return new Shape(1, 3, side, side);
    }

    /**
     * Normalises a batch.
     *
     * @param pixels {@code (count, side, side, 3)} bytes, red green blue
     * @return {@code (count, 3, side, side)} 32-bit floats, in {@code manager}
     * @throws IllegalArgumentException when {@code pixels} has another length
     */
    public NDArray create(NDManager manager, byte[] pixels, int count) {
        if (count < 1 || pixels.length != 3L * side * side * count) {
            throw new IllegalArgumentException(
                    count + " pictures of side " + side + " are not " + pixels.length + " bytes.");
        }
        try (NDManager intermediate = manager.newSubManager()) {
            NDArray bytes =
                    intermediate.create(ByteBuffer.wrap(pixels), new Shape(count, side, side, 3), DataType.UINT8);
            NDArray normalized = bytes.toType(DataType.FLOAT32, false)
                    .muli(intermediate.create(scale))
                    .subi(intermediate.create(offset));
            NDArray input = normalized.transpose(0, 3, 1, 2);
            input.attach(manager);
            return input;
        }
    }
}
