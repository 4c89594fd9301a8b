package dev.carornot.training.quantization;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.program.Calibration;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.TorchEngine;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Evaluator;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes a trained model's int8 weights, and compares the two. Immutable and thread-safe. */
public final class Quantizer {
    /**
     * Photographs that the network looks at: the ranges of activations settle long before, and the means that correct the
     * biases want some hundred.
     */
    private static final int PHOTOGRAPHS = 384;

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final Dataset dataset;
    private final ProgressFactory progress;

    public Quantizer(Dataset dataset, ProgressFactory progress) {
        this.dataset = dataset;
        this.progress = progress;
    }

    /**
     * A model's int8 weights, and what they change.
     *
     * @param artifact the model as it is
     * @param weights int8
     * @param fp32 predictions by split
     * @param int8 predictions by split
     * @param change on the validation split
     * @param measured whether this machine could run int8 at all; otherwise {@code int8} and {@code change} tell nothing
     */
    public record Quantized(
            Artifact artifact,
            QuantizedWeights weights,
            Map<String, Predictions> fp32,
            Map<String, Predictions> int8,
            VerdictChange change,
            boolean measured) {
        public Quantized {
            fp32 = Collections.unmodifiableMap(new LinkedHashMap<>(fp32));
            int8 = Collections.unmodifiableMap(new LinkedHashMap<>(int8));
        }

        /** The same with another temperature and other thresholds than the artifact's: without another look at a photograph. */
        public Quantized decidedBy(Decision decision) {
            Decision before = artifact.manifest().decision();
            Map<String, Predictions> floats = Predictions.decidedBy(fp32, before, decision);
            Map<String, Predictions> bytes = Predictions.decidedBy(int8, before, decision);
            return new Quantized(artifact, weights, floats, bytes, VerdictChange.onValidation(floats, bytes), measured);
        }

        /** The int8 weights, if they were measured and change few verdicts, or many are allowed. */
        public Optional<QuantizedWeights> kept(boolean force) {
            return measured && (force || change.isSmall()) ? Optional.of(weights) : Optional.empty();
        }

        /** What became of the int8 weights, in one sentence for people. */
        public String outcome(boolean force) {
            if (!measured) {
                return "Int8 weights were left out, since this machine cannot run them and tell what they change.";
            }
            return kept(force).isPresent()
                    ? "Int8 weights are in it; they change " + change + "."
                    : "Int8 weights were left out, since they change " + change
                            + ", and 0.2 % is the limit; --force keeps them.";
        }
    }

    /**
     * Quantises a model on the training split and lets both forms classify the validation split and others.
     *
     * @param artifact with weights as trained; int8 weights that it has already are left aside
     * @param splits what else to classify; those that the data set does not have are passed over
     * @param seed of the choice among the training split's photographs
     * @throws UserException when the data set has no training or validation photographs, or the weights will not do
     */
    public Quantized quantize(Artifact artifact, List<String> splits, long seed) {
        QuantizedWeights weights = calibrate(artifact, seed);
        Artifact quantized = artifact.with(weights);
        List<String> all = new ArrayList<>(splits);
        all.retainAll(dataset.splits());
        if (!all.contains(Dataset.VALIDATION)) {
            all.add(0, Dataset.VALIDATION);
        }
        Map<String, Predictions> fp32 = predict(artifact, Precision.FP32, all);
        Map<String, Predictions> int8 = predict(quantized, Precision.INT8, all);
        return new Quantized(artifact, weights, fp32, int8, VerdictChange.onValidation(fp32, int8), inInt8(int8));
    }

    /** Whether predictions that were asked for in int8 were made so; a machine that cannot makes them otherwise. */
    public static boolean inInt8(Map<String, Predictions> predictions) {
        return predictions.values().stream()
                .allMatch(said -> said.model().precision().equals(Precision.INT8.label()));
    }

    /** What a model says of some splits in one precision. */
    public Map<String, Predictions> predict(Artifact artifact, Precision precision, List<String> splits) {
        ClassifierOptions options = ClassifierOptions.DEFAULT.with(PrecisionChoice.of(precision));
        Map<String, Predictions> predictions = new LinkedHashMap<>();
        try (Classifier classifier = Classifier.open(artifact, options)) {
            Evaluator evaluator = new Evaluator(classifier.model(), classifier::classify, THREADS);
            for (String split : splits) {
                predictions.put(split, evaluator.predict(dataset.split(split), progress));
            }
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        }
        return predictions;
    }

    private QuantizedWeights calibrate(Artifact artifact, long seed) {
        List<byte[]> pictures = pictures(artifact.manifest().input().size(), seed);
        TorchEngine.start(ClassifierOptions.DEFAULT.threads());
        try (Progress shown = progress.start("Calibrating int8", "photographs", pictures.size())) {
            return Calibration.quantize(artifact.source(), pictures, done -> shown.advance(1));
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** Some of the training split, as the network sees them. */
    private List<byte[]> pictures(InputSize size, long seed) {
        List<Photograph> photographs = new ArrayList<>(dataset.split(Dataset.TRAIN));
        Collections.shuffle(photographs, new Random(seed));
        List<byte[]> pictures = new ArrayList<>();
        InputDecoder decoder = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO);
        try (OrderedWork<Optional<byte[]>> work =
                new OrderedWork<>("decoder", THREADS, THREADS, pixels -> pixels.ifPresent(pictures::add))) {
            for (Photograph photograph : photographs.subList(0, Math.min(PHOTOGRAPHS, photographs.size()))) {
                work.submit(() -> pixels(photograph, decoder, size));
            }
            work.finish();
        }
        if (pictures.isEmpty()) {
            throw new UserException(
                    "None of the training photographs can be read; int8 weights need some to calibrate" + " them.");
        }
        return pictures;
    }

    private static Optional<byte[]> pixels(Photograph photograph, InputDecoder decoder, InputSize size)
            throws IOException {
        Fitting fitting = decoder.decode(Files.readAllBytes(photograph.file()), size);
        return fitting instanceof Fitting.Fitted fitted ? Optional.of(fitted.pixels()) : Optional.empty();
    }
}
