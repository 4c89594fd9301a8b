package dev.carornot.classifier.program;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.BiFunction;

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
        return Rows.of(take(pixels, count, module::forward).get(0), count);
    }

    /** What the script's {@code explain} returns for one picture. */
    List<float[]> explain(byte[] pixels) {
        return take(pixels, 1, module::explain);
    }

    private List<float[]> take(byte[] pixels, int count, BiFunction<byte[], Shape, List<float[]>> method) {
        if (count < 1 || pixels.length != (long) COLOURS * side * side * count) {
            throw new IllegalArgumentException(
                    count + " pictures of side " + side + " are not " + pixels.length + " bytes.");
        }
        return turns.take(() -> method.apply(pixels, new Shape(count, side, side, COLOURS)));
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
