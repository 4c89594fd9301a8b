package dev.carornot.classifier.program;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.onnxruntime.OrtSession;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.onnx.OnnxModel;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The network in ONNX Runtime, through DJL, in int8 or fp32. Thread-safe: at most {@code predictors} calls run at once, the
 * others wait their turn. Owns the runtime's session and predictors.
 */
public final class OnnxProgram implements ClassifierProgram {
    private static final int CHANNELS = 3;

    private final Model model;
    private final OrtSession.SessionOptions options;
    private final BlockingQueue<Predictor<Pixels, Answer>> idle;
    private final int predictors;
    private final int side;
    private final Precision precision;
    private final Object closing = new Object();
    private volatile boolean closed;

    /** Nothing of a file that has no such output. */
    private final Optional<MapShape> maps;

    private OnnxProgram(
            Path file, int side, Optional<MapShape> maps, Precision precision, int predictors, int threads) {
        this.side = side;
        this.maps = maps;
        this.precision = precision;
        this.predictors = predictors;
        // Fair, so that under load nobody waits for ever.
        this.idle = new ArrayBlockingQueue<>(predictors, true);
        OnnxEngine.start();
        this.model = Model.newInstance("car-or-not", Device.cpu(), EngineChoice.ONNXRUNTIME.djlName());
        this.options = OnnxEngine.options(threads);
        try {
            model.load(file, null, Map.of("sessionOptions", options));
            for (int i = 0; i < predictors; i++) {
                idle.add(model.newPredictor(new PixelTranslator(side)));
            }
        } catch (IOException e) {
            free();
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            free();
            throw new IllegalArgumentException(file + " is no model that ONNX Runtime can run.", e);
        } catch (RuntimeException | Error e) {
            free();
            throw e;
        }
    }

    /**
     * Generates the network's ONNX model and opens it: the artifact's classifier with one logit a picture.
     *
     * @param precision {@link Precision#INT8} or {@link Precision#FP32}
     * @param predictors how many calls may run at once
     * @param threads how many threads work on one operator
     * @throws TensorFileException when the weights are not the network's; names the tensor
     * @throws IOException when they cannot be read or are damaged
     * @throws IllegalArgumentException when ONNX Runtime is not on the class path, for another precision, or for int8 without
     *     quantised weights
     */
    public static OnnxProgram classifier(NetworkSource source, Precision precision, int predictors, int threads)
            throws IOException {
        EngineChoice.ONNXRUNTIME.requirePresent();
        OnnxModel network = model(source, precision);
        try {
            // From a file, since DJL would hold a copy of a stream's bytes on Java's heap. Nobody needs it afterwards.
            Path file = Files.createTempFile("car-or-not", ".onnx");
            try {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    network.writeTo(channel);
                }
                MapShape maps = MapShape.of(Graph.classifier(source.configuration()), source.side());
                return new OnnxProgram(file, source.side(), Optional.of(maps), precision, predictors, threads);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder for temporary files cannot take the network for ONNX Runtime: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a file that an {@link OnnxModel} was written to.
     *
     * @param side side of its input in pixels
     * @param precision the arithmetic that it was written for; parameters otherwise as for {@link #classifier}
     * @throws IllegalArgumentException when ONNX Runtime is not on the class path or cannot run the file
     */
    public static Program open(Path file, int side, Precision precision, int predictors, int threads) {
        EngineChoice.ONNXRUNTIME.requirePresent();
        return new OnnxProgram(file, side, Optional.empty(), precision, predictors, threads);
    }

    private static OnnxModel model(NetworkSource source, Precision precision) throws IOException {
        Graph graph = Graph.classifier(source.configuration());
        return switch (precision) {
            case FP32 -> {
                TensorMap weights = source.weights();
                NetworkWeights.check(
                        weights,
                        Network.classifier(source.configuration(), false).parametersByName());
                yield OnnxModel.fp32WithMaps(
                        graph,
                        source.side(),
                        source.normalization(),
                        BatchNormFolding.fold(source.configuration().backbone(), weights.tensors()));
            }
            case INT8 -> OnnxModel.int8WithMaps(graph, source.side(), source.normalization(), source.quantized());
            default ->
                throw new IllegalArgumentException(
                        "ONNX Runtime runs int8 and fp32 here, not " + precision.label() + ".");
        };
    }

    @Override
    public float[][] run(byte[] pixels, int count) {
        return Rows.of(predict(new Pixels(pixels, count, false)).output(), count);
    }

    /** @throws IllegalStateException of a file from elsewhere, and when the program is closed */
    @Override
    public MappedLogit explain(byte[] pixels) {
        MapShape shape =
                maps.orElseThrow(() -> new IllegalStateException("The ONNX file does not put out its feature maps."));
        Answer answer = predict(new Pixels(pixels, 1, true));
        return new MappedLogit(answer.output()[0], shape.of(answer.maps()));
    }

    private Answer predict(Pixels input) {
        byte[] pixels = input.bytes();
        int count = input.count();
        if (count < 1 || pixels.length != (long) CHANNELS * side * side * count) {
            throw new IllegalArgumentException(
                    count + " pictures of side " + side + " are not " + pixels.length + " bytes.");
        }
        Predictor<Pixels, Answer> predictor = take();
        try {
            if (closed) {
                throw new IllegalStateException("The program is closed.");
            }
            return predictor.predict(input);
        } catch (TranslateException e) {
            throw new IllegalStateException("ONNX Runtime failed on a picture.", e);
        } finally {
            idle.add(predictor);
        }
    }

    private Predictor<Pixels, Answer> take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return idle.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String precision() {
        return precision.label();
    }

    @Override
    public void close() {
        // Two who close at once would each wait for predictors that the other holds.
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
            Predictor<Pixels, Answer>[] all = new Predictor[predictors];
            Arrays.setAll(all, i -> take());
            Arrays.stream(all).forEach(Predictor::close);
            // Back in the queue, so that whoever comes now is told that the program is closed.
            idle.addAll(Arrays.asList(all));
            free();
        }
    }

    private void free() {
        model.close();
        options.close();
    }

    /** The pixels of {@code count} pictures, and whether the maps are wanted too. */
    // Nobody compares them, and a copy would cost what the fast path saves.
    @SuppressWarnings("ArrayRecordComponent")
    private record Pixels(byte[] bytes, int count, boolean withMaps) {}

    /** What the network puts out, row-major; the maps are empty where nobody asked for them. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Answer(float[] output, float[] maps) {}

    /** Belongs to one predictor, so to one call at a time. */
    private static final class PixelTranslator implements Translator<Pixels, Answer> {
        private static final float[] NO_MAPS = {};

        private final int side;
        private boolean withMaps;

        /** ONNX Runtime reads it in place; of a buffer on the heap it would make a copy that only the collector frees. */
        private ByteBuffer direct = ByteBuffer.allocateDirect(0);

        PixelTranslator(int side) {
            this.side = side;
        }

        @Override
        public NDList processInput(TranslatorContext context, Pixels pixels) {
            withMaps = pixels.withMaps();
            if (direct.capacity() < pixels.bytes().length) {
                direct = ByteBuffer.allocateDirect(pixels.bytes().length);
            }
            direct.clear().put(pixels.bytes()).flip();
            Shape shape = new Shape(pixels.count(), side, side, CHANNELS);
            return new NDList(context.getNDManager().create(direct, shape, DataType.UINT8));
        }

        @Override
        public Answer processOutput(TranslatorContext context, NDList list) {
            float[] maps = withMaps ? list.get(1).toFloatArray() : NO_MAPS;
            return new Answer(list.get(0).toFloatArray(), maps);
        }

        /** Pictures come as a batch already. */
        @Override
        public Batchifier getBatchifier() {
            return null;
        }
    }
}
