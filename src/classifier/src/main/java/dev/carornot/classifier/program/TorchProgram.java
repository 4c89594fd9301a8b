package dev.carornot.classifier.program;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * A generated TorchScript program in DJL's PyTorch engine. Thread-safe: at most {@code predictors} calls run at once, the
 * others wait their turn. Owns the module.
 */
final class TorchProgram implements Program {
    private static final int COLOURS = 3;

    private final TorchModule module;
    private final int side;
    private final Precision precision;
    private final int predictors;
    private final Semaphore permits;
    private volatile boolean closed;

    /**
     * Loads a program and lets it reorder its weights.
     *
     * @throws RuntimeException when an operator is missing in this libtorch or does not run on this processor
     */
    TorchProgram(Script script, int side, Precision precision, int predictors) {
        this.side = side;
        this.precision = precision;
        this.predictors = predictors;
        // Fair, so that under load nobody waits for ever.
        this.permits = new Semaphore(predictors, true);
        this.module = new TorchModule(script);
    }

    @Override
    public float[][] run(byte[] pixels, int count) {
        if (count < 1 || pixels.length != (long) COLOURS * side * side * count) {
            throw new IllegalArgumentException(
                    count + " pictures of side " + side + " are not " + pixels.length + " bytes.");
        }
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("The program is closed.");
            }
            return forward(pixels, count);
        } finally {
            permits.release();
        }
    }

    private float[][] forward(byte[] pixels, int count) {
        float[] flat =
                module.forward(pixels, new Shape(count, side, side, COLOURS)).get(0);
        int width = flat.length / count;
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
        return rows;
    }

    @Override
    public String precision() {
        return precision.label();
    }

    @Override
    public void close() {
        permits.acquireUninterruptibly(predictors);
        try {
            if (!closed) {
                closed = true;
                module.close();
            }
        } finally {
            permits.release(predictors);
        }
    }
}
