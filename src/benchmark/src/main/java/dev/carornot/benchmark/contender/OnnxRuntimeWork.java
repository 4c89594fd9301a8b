package dev.carornot.benchmark.contender;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.carornot.benchmark.material.Material;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.onnx.OnnxModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** An ONNX model in ONNX Runtime, through its own Java API and with its own defaults but for the number of threads. */
final class OnnxRuntimeWork implements Work {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final ByteBuffer pixels;

    private OnnxRuntimeWork(OnnxModel model, byte[] pixels, int threads) throws IOException, OrtException {
        this.pixels = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        Path file = Files.createTempFile("benchmark", ".onnx");
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                model.writeTo(channel);
            }
            session = environment.createSession(file.toString(), options);
        } catch (IOException | OrtException | RuntimeException e) {
            options.close();
            throw e;
        } finally {
            Files.delete(file);
        }
    }

    /** The network in floats, on the pixels of one picture. */
    static Work fp32(NetworkSource source, byte[] pixels, int threads) throws IOException, OrtException {
        OnnxModel model = OnnxModel.fp32(
                Graph.classifier(source.configuration()),
                source.side(),
                source.normalization(),
                BatchNormFolding.fold(
                        source.configuration().backbone(), source.weights().tensors()),
                Map.of());
        return new OnnxRuntimeWork(model, pixels, threads);
    }

    /** The same in bytes. */
    static Work int8(NetworkSource source, byte[] pixels, int threads) throws IOException, OrtException {
        OnnxModel model = OnnxModel.int8(
                Graph.classifier(source.configuration()),
                source.side(),
                source.normalization(),
                source.quantized(),
                Map.of());
        return new OnnxRuntimeWork(model, pixels, threads);
    }

    @Override
    public double run() throws OrtException {
        long side = Material.SIZE.crop();
        long[] shape = {1, side, side, 3};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, pixels, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(OnnxModel.PIXELS, input))) {
            OnnxTensor logit = (OnnxTensor) result.get(OnnxModel.LOGIT).orElseThrow();
            return logit.getFloatBuffer().get(0);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close its session.", e);
        } finally {
            options.close();
        }
    }
}
