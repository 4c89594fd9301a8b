package dev.carornot.classifier.program;

import java.util.List;

/** A generated classifier in DJL's PyTorch engine; see {@link TorchProgram}, which it owns. Thread-safe. */
final class TorchClassifier implements ClassifierProgram {
    private final TorchProgram program;
    private final MapShape shape;

    /** @param shape of the maps that the script's {@code explain} returns */
    TorchClassifier(TorchProgram program, MapShape shape) {
        this.program = program;
        this.shape = shape;
    }

    @Override
    public float[][] run(byte[] pixels, int count) {
        return program.run(pixels, count);
    }

    @Override
    public MappedLogit explain(byte[] pixels) {
        List<float[]> values = program.explain(pixels);
        return new MappedLogit(values.get(0)[0], shape.of(values.get(1)));
    }

    @Override
    public String precision() {
        return program.precision();
    }

    @Override
    public void close() {
        program.close();
    }
}
