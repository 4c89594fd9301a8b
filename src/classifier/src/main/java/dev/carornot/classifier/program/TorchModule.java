package dev.carornot.classifier.program;

import ai.djl.Device;
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
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Script} in libtorch. Thread-safe until it is closed, which nobody may do while a call is in flight. Owns one
 * NDManager, and with it the module and the tensors that it prepared.
 */
final class TorchModule implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock block;

    /**
     * Loads a program and lets it prepare its tensors; those of the script are not needed afterwards.
     *
     * @throws RuntimeException when an operator is missing in this libtorch or does not run on this processor
     */
    TorchModule(Script script) {
        manager = (PtNDManager) TorchEngine.get().newBaseManager(Device.cpu());
        try {
            TorchEngine.prepareThread();
            block = JniUtils.loadModule(
                    manager, new ByteArrayInputStream(TorchArchive.of(script.text())), false, false);
            JniUtils.enableInferenceMode(block);
            setUp(script.tensors());
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private void setUp(List<Tensor> tensors) {
        try (PtNDManager given = (PtNDManager) manager.newSubManager()) {
            PtNDArray[] arrays = tensors.stream().map(t -> array(given, t)).toArray(PtNDArray[]::new);
            try (IValue list = IValue.listFrom(arrays)) {
                IValueUtils.runMethod(block, "setup", list).close();
            }
        }
    }

    private static PtNDArray array(PtNDManager manager, Tensor tensor) {
        return manager.create(tensor.data(), tensor.shape(), tensor.type());
    }

    /**
     * Runs the program's {@code forward} on bytes.
     *
     * @param pixels of {@code shape}
     * @return the values of the tensors that it returns, row-major
     */
    List<float[]> forward(byte[] pixels, Shape shape) {
        return run("forward", pixels, shape);
    }

    /** As {@link #forward}, with the program's {@code explain}, which only a classifier's has. */
    List<float[]> explain(byte[] pixels, Shape shape) {
        return run("explain", pixels, shape);
    }

    private List<float[]> run(String method, byte[] pixels, Shape shape) {
        TorchEngine.prepareThread();
        try (PtNDManager call = (PtNDManager) manager.newSubManager()) {
            PtNDArray input = call.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8);
            try (IValue argument = IValue.from(input);
                    IValue result = IValueUtils.runMethod(block, method, argument)) {
                List<float[]> values = new ArrayList<>();
                result.toNDList(call).forEach(array -> values.add(array.toFloatArray()));
                return values;
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
