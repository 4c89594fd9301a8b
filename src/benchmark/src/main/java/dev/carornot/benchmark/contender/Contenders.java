package dev.carornot.benchmark.contender;

import dev.carornot.benchmark.material.Material;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.Program;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everybody who is measured. */
public final class Contenders {
    /** What every race is run against. */
    public static final String PEER = "plain-djl";

    /** As many as the trainer puts into one run of the network. */
    private static final int BATCH = 8;

    private static final String TURBO = "libjpeg-turbo";

    private final Material material;
    private final Artifact artifact;
    private final NetworkSource source;
    private final int threads;

    private Contenders(Material material, int threads) throws IOException {
        this.material = material;
        this.artifact = material.artifact();
        this.source = artifact.source();
        this.threads = threads;
    }

    /**
     * The list, nobody of it opened yet.
     *
     * @param threads how many threads work on one operator, in the engine of this process and in ONNX Runtime
     */
    public static List<Contender> of(Material material, int threads) throws IOException {
        return new Contenders(material, threads).list();
    }

    private List<Contender> list() throws IOException {
        byte[] pixels = material.pixels(1);
        byte[] large = material.largePhotograph();
        byte[] small = material.smallPhotograph();
        return List.of(
                new Contender("limit/fp32", ArithmeticLimit::new),
                new Contender("network/plain-djl", () -> PlainDjl.network(source, pixels)),
                new Contender("network/eager", () -> network(Precision.EAGER, pixels)),
                new Contender("network/fp32", () -> network(Precision.FP32, pixels)),
                new Contender("network/bf16", () -> network(Precision.BF16, pixels)),
                new Contender("network/int8", () -> network(Precision.INT8, pixels)),
                new Contender("network/onnxruntime-fp32", () -> OnnxRuntimeWork.fp32(source, pixels, threads)),
                new Contender("network/onnxruntime-int8", () -> OnnxRuntimeWork.int8(source, pixels, threads)),
                new Contender("verdict-12mp/plain-djl", () -> PlainDjl.verdict(source, large)),
                new Contender("verdict-12mp/fp32", () -> verdict(Precision.FP32, large)),
                new Contender("verdict-12mp/int8", () -> verdict(Precision.INT8, large)),
                new Contender("verdict-small/plain-djl", () -> PlainDjl.verdict(source, small)),
                new Contender("verdict-small/fp32", () -> verdict(Precision.FP32, small)),
                new Contender("verdict-small/int8", () -> verdict(Precision.INT8, small)),
                new Contender("explanation-small/fp32", () -> explanation(artifact, Precision.FP32, small)),
                new Contender("explanation-small/int8", () -> explanation(artifact, Precision.INT8, small)),
                new Contender("verdict-starter/fp32", () -> verdict(material.starter(), Precision.FP32, small)),
                new Contender("explanation-starter/fp32", () -> explanation(material.starter(), Precision.FP32, small)),
                new Contender("decode-12mp/plain-djl", () -> PlainDjl.decoding(large)),
                new Contender("decode-12mp/libjpeg-turbo", () -> decoding(JpegChoice.AUTO, large)),
                new Contender("decode-12mp/imageio", () -> decoding(JpegChoice.IMAGEIO, large)),
                new Contender("resize-12mp/product", () -> resizing(large)),
                new Contender("features/eager", BATCH, () -> features(Precision.EAGER)),
                new Contender("features/fp32", BATCH, () -> features(Precision.FP32)),
                new Contender("features/bf16", BATCH, () -> features(Precision.BF16)));
    }

    private Work network(Precision precision, byte[] pixels) throws Exception {
        Program program = Programs.open(source, precision, 1);
        requireNoFallback(program, precision);
        return new ProgramWork(program, pixels, 1);
    }

    private static void requireNoFallback(Program program, Precision precision) {
        if (!program.precision().equals(precision.label())) {
            program.close();
            throw new UnsupportedOperationException("the network falls back to " + program.precision() + " here");
        }
    }

    private Work verdict(Precision precision, byte[] photograph) throws Exception {
        return verdict(artifact, precision, photograph);
    }

    private Work verdict(Artifact model, Precision precision, byte[] photograph) throws Exception {
        return new ClassifierWork(classifier(model, precision), photograph);
    }

    private Work explanation(Artifact model, Precision precision, byte[] photograph) throws Exception {
        return new ExplainingWork(classifier(model, precision), photograph);
    }

    private Classifier classifier(Artifact model, Precision precision) throws ArtifactException {
        return Classifier.open(
                model, new ClassifierOptions(ImageLimits.DEFAULT, 1, threads, PrecisionChoice.of(precision)));
    }

    private Work features(Precision precision) throws IOException {
        Map<String, Tensor> backbone = new LinkedHashMap<>(source.weights().tensors());
        backbone.keySet().removeIf(name -> name.startsWith("head"));
        Program program = Programs.features(
                source.configuration().backbone(),
                source.normalization(),
                source.side(),
                new TensorMap(source.weights().source(), backbone, Map.of()),
                precision,
                1);
        requireNoFallback(program, precision);
        return new ProgramWork(program, material.pixels(BATCH), BATCH);
    }

    /** Bytes to the network's pixels. */
    private static Work decoding(JpegChoice choice, byte[] photograph) {
        InputDecoder decoder = new InputDecoder(ImageLimits.DEFAULT, choice);
        if (choice == JpegChoice.AUTO && !decoder.jpegDecoder().equals(TURBO)) {
            throw new UnsupportedOperationException("the machine has no " + TURBO);
        }
        return () -> {
            if (decoder.decode(photograph, Material.SIZE) instanceof Fitting.Fitted fitted) {
                return fitted.pixels()[0];
            }
            throw new IllegalStateException("The drawn photograph is refused.");
        };
    }

    /** A picture of 12 megapixels to the network's pixels. */
    private static Work resizing(byte[] photograph) {
        if (!(new ImageDecoder(ImageLimits.DEFAULT).decode(photograph) instanceof Decoding.Decoded decoded)) {
            throw new IllegalStateException("The drawn photograph is refused.");
        }
        Resampler resampler = new Resampler();
        return () -> resampler.fit(decoded.picture(), Material.SIZE)[0];
    }
}
