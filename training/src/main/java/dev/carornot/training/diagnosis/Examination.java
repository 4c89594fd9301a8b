package dev.carornot.training.diagnosis;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.LibUtils;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.program.TorchEngine;
import dev.carornot.training.device.Devices;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at the machine. To be used by one thread. */
public final class Examination {
    /** The features that the choice of a precision, or libtorch's choice of kernels, depends on. */
    private static final Set<String> FEATURES = Set.of(
            "sse4_2",
            "avx",
            "avx2",
            "fma",
            "f16c",
            "avx512f",
            "avx512bw",
            "avx512_vnni",
            "avx_vnni",
            "avx512_bf16",
            "amx_bf16",
            "amx_int8",
            "asimd",
            "asimddp",
            "bf16",
            "i8mm",
            "sve");

    private final Supplier<Artifact> model;
    private final double seconds;
    private final Function<Throwable, String> sentence;
    private final List<String> faults = new ArrayList<>();

    /**
     * @param model opens the model to try; throws where that fails
     * @param seconds how long each of the two measurements of speed takes; 0 for none
     * @param sentence what to say of a failure
     */
    public Examination(Supplier<Artifact> model, double seconds, Function<Throwable, String> sentence) {
        this.model = model;
        this.seconds = seconds;
        this.sentence = sentence;
    }

    /** Examines; what fails becomes a fault in the result. */
    public Diagnosis run() {
        String product = Examination.class.getPackage().getImplementationVersion();
        Processor processor = Processor.current();
        Diagnosis.Engine engine = attempt(Examination::engine);
        Tried tried = engine == null ? new Tried(null, null) : attempt(() -> tryModel(processor));
        return new Diagnosis(
                product == null ? "not packaged" : product,
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                Runtime.getRuntime().maxMemory(),
                features(processor),
                engine,
                attempt(() -> new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO).jpegDecoder()),
                gpu(Devices.available()),
                tried == null ? null : tried.model(),
                tried == null ? null : tried.speed(),
                faults);
    }

    /** What fails with an error, a library that does not load, say, is a finding like any other. */
    private <T> T attempt(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | LinkageError e) {
            faults.add(sentence.apply(e));
            return null;
        }
    }

    private static Diagnosis.Engine engine() {
        Engine engine = TorchEngine.start(1);
        return new Diagnosis.Engine(
                engine.getEngineName(),
                engine.getVersion(),
                Engine.getDjlVersion(),
                LibUtils.getLibtorchPath(),
                engine.hasCapability(StandardCapabilities.CUDA));
    }

    private static Diagnosis.Gpu gpu(Devices.Gpus gpus) {
        return new Diagnosis.Gpu(gpus.names(), gpus.reason().orElse(null));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static List<String> features(Processor processor) {
        Set<String> features = new TreeSet<>(processor.features());
        features.retainAll(FEATURES);
        return List.copyOf(features);
    }

    private record Tried(Diagnosis.Model model, Diagnosis.Speed speed) {}

    private Tried tryModel(Processor processor) {
        Artifact artifact = model.get();
        boolean quantized = artifact.isQuantized();
        Precision chosen = Programs.choose(PrecisionChoice.AUTO, quantized, EngineChoice.carried(), processor);
        try (Classifier classifier = Classifier.open(artifact, ClassifierOptions.DEFAULT)) {
            String runs = classifier.model().precision();
            String reason = runs.equals(chosen.label())
                    ? reason(chosen, quantized)
                    : "libtorch cannot run " + chosen.label() + " on this machine";
            Diagnosis.Model found = new Diagnosis.Model(
                    classifier.model().name(), classifier.model().version(), runs, reason, quantized);
            return new Tried(found, seconds > 0 ? SpeedMeasurement.of(classifier, seconds) : null);
        } catch (ArtifactException e) {
            faults.add(e.getMessage());
            return null;
        }
    }

    /** Why a precision is what {@link Programs#choose} comes to. */
    static String reason(Precision chosen, boolean quantized) {
        return switch (chosen) {
            case INT8 -> "the model holds int8 weights, and this processor is fast at them";
            case BF16 ->
                quantized
                        ? "this processor multiplies bfloat16, and is slow at the model's int8 weights"
                        : "this processor multiplies bfloat16, and the model holds no int8 weights";
            default ->
                quantized
                        ? "this processor is slow at int8, and does not multiply bfloat16"
                        : "this processor does not multiply bfloat16, and the model holds no int8 weights";
        };
    }
}
