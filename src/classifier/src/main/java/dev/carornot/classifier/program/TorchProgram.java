package dev.carornot.classifier.program;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.carornot.classifier.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * A generated TorchScript program in DJL's PyTorch engine. Thread-safe: at most {@code predictors} calls run at once, the
 * others wait their turn. Owns one NDManager, and with it the module and the reordered weights.
 */
final class TorchProgram implements Program {
    private static final int COLOURS = 3;

    private final PtNDManager manager;
    private final PtSymbolBlock module;
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
        this.manager = (PtNDManager) TorchEngine.get().newBaseManager();
        try {
            this.module = load(script);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private PtSymbolBlock load(Script script) {
        TorchEngine.prepareThread();
        PtSymbolBlock loaded;
        try {
            loaded = JniUtils.loadModule(
                    manager, new ByteArrayInputStream(TorchArchive.of(script.text())), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JniUtils.enableInferenceMode(loaded);
        try (PtNDManager given = (PtNDManager) manager.newSubManager()) {
            PtNDArray[] tensors =
                    script.tensors().stream().map(t -> array(given, t)).toArray(PtNDArray[]::new);
            try (IValue list = IValue.listFrom(tensors)) {
                IValueUtils.runMethod(loaded, "setup", list).close();
            }
        }
        return loaded;
    }

    private static PtNDArray array(PtNDManager manager, Tensor tensor) {
        ByteBuffer data = tensor.data();
        if (!data.isDirect()) {
            data = ByteBuffer.allocateDirect(data.remaining()).put(data).flip();
        }
        return (PtNDArray) manager.create(data, tensor.shape(), tensor.type());
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
        TorchEngine.prepareThread();
        try (PtNDManager call = (PtNDManager) manager.newSubManager()) {
            PtNDArray input = (PtNDArray)
                    call.create(ByteBuffer.wrap(pixels), new Shape(count, side, side, COLOURS), DataType.UINT8);
            float[] flat;
            try (IValue argument = IValue.from(input);
                    IValue result = IValueUtils.runMethod(module, "forward", argument)) {
                NDArray output = result.toTensor(call);
                flat = output.toFloatArray();
            }
            int width = flat.length / count;
            float[][] rows = new float[count][];
            for (int row = 0; row < count; row++) {
                rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
            }
            return rows;
        }
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
                manager.close();
            }
        } finally {
            permits.release(predictors);
        }
    }
}
