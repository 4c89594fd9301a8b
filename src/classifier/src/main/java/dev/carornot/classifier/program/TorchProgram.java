package dev.carornot.classifier.program;

import ai.djl.ndarray.types.Shape;

/**
 * A generated TorchScript program in DJL's PyTorch engine. Thread-safe: at most {@code predictors} calls run at once, the
 * others wait their turn. Owns the module.
 */
final class TorchProgram implements Program {
    private static final int COLOURS = 3;

    private final TorchModule module;
    private final int side;
    private final Precision precision;
    private final Turns turns;

    /**
     * Loads a program and lets it reorder its weights.
     *
     * @throws RuntimeException when an operator is missing in this libtorch or does not run on this processor
     */
    TorchProgram(Script script, int side, Precision precision, int predictors) {
        this.side = side;
        this.precision = precision;
        this.turns = new Turns(predictors);
        this.module = new TorchModule(script);
    }

    @Override
    public float[][] run(byte[] pixels, int count) {
        if (count < 1 || pixels.length != (long) COLOURS * side * side * count) {
            throw new IllegalArgumentException(
                    count + " pictures of side " + side + " are not " + pixels.length + " bytes.");
        }
        return turns.take(() -> forward(pixels, count));
    }

    private float[][] forward(byte[] pixels, int count) {
        float[] flat =
                module.forward(pixels, new Shape(count, side, side, COLOURS)).get(0);
        return Rows.of(flat, count);
    }

    @Override
    public String precision() {
        return precision.label();
    }

    @Override
    public void close() {
        turns.end(module::close);
    }
}
