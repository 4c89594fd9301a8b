package dev.carornot.classifier;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.explanation.ActivationMap;
import dev.carornot.classifier.explanation.HeatMap;
import dev.carornot.classifier.explanation.OverlayPainter;
import dev.carornot.classifier.image.Box;
import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.classifier.network.HeadGradient;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.program.ClassifierProgram;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.OnnxProgram;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Program;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.program.TorchEngine;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model, ready to say what a photograph shows. Thread-safe; share one. Owns the native memory of its network
 * until {@link #close()}, which waits for the photographs that are in the network.
 */
public final class Classifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Classifier.class);
    private static final double NANOS_PER_MILLI = 1e6;

    private final InputDecoder decoder;
    private final InputSize size;
    private final ClassifierProgram program;
    private final HeadGradient head;
    private final Decision decision;
    private final ModelDescription model;

    Classifier(Manifest manifest, ClassifierProgram program, HeadGradient head, InputDecoder decoder) {
        this.head = head;
        this.decoder = decoder;
        this.size = manifest.input().size();
        this.program = program;
        this.decision = manifest.decision();
        this.model = new ModelDescription(manifest.name(), manifest.version(), program.precision(), manifest.labels());
    }

    /** As {@link #open(Artifact, ClassifierOptions)}, with {@link ClassifierOptions#DEFAULT}. */
    public static Classifier open(Artifact artifact) throws ArtifactException {
        return open(artifact, ClassifierOptions.DEFAULT);
    }

    /**
     * Builds the artifact's network and classifies a drawn picture, so that the first photograph meets warm code.
     *
     * @throws ArtifactException when the weights are not those of the network that the manifest describes, or yield no
     *     number; the message is one sentence
     */
    public static Classifier open(Artifact artifact, ClassifierOptions options) throws ArtifactException {
        Manifest manifest = artifact.manifest();
        // First, since it looks for its library while the engine loads.
        InputDecoder decoder = new InputDecoder(options.limits(), options.jpeg());
        ClassifierProgram program = program(artifact, options);
        Classifier classifier;
        try {
            classifier = new Classifier(manifest, program, head(artifact, program), decoder);
        } catch (ArtifactException | RuntimeException e) {
            program.close();
            throw e;
        }
        try {
            WarmUp.run(classifier);
            return classifier;
        } catch (NotANumberException e) {
            classifier.close();
            throw new ArtifactException(
                    artifact.location() + " cannot be used: its weights yield no number for the warm-up picture.", e);
        } catch (RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    /** Of the weights that the program runs with: quantising may have scaled the features, and the head with them. */
    private static HeadGradient head(Artifact artifact, Program program) throws ArtifactException {
        Optional<QuantizedWeights> bytes =
                program.precision().equals(Precision.INT8.label()) ? artifact.quantized() : Optional.empty();
        TensorMap weights = bytes.isPresent() ? bytes.get().tensors() : artifact.weights();
        return HeadGradient.of(artifact.manifest().network(), weights.tensors());
    }

    private static ClassifierProgram program(Artifact artifact, ClassifierOptions options) throws ArtifactException {
        boolean quantized = artifact.isQuantized();
        try {
            options.engine().requirePresent();
            Precision precision =
                    Programs.choose(options.precision(), quantized, options.engine(), Processor.current());
            ClassifierProgram program = open(artifact, precision, options);
            LOG.info(
                    "{} {} runs in {} on {} ({}; the model holds {})",
                    artifact.manifest().name(),
                    artifact.manifest().version(),
                    program.precision(),
                    options.engine().label(),
                    options.precision().precision().isPresent() ? "as demanded" : "the fastest here",
                    quantized ? "fp32 and int8 weights" : "fp32 weights only");
            return program;
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new ArtifactException(artifact.location() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static ClassifierProgram open(Artifact artifact, Precision precision, ClassifierOptions options)
            throws IOException {
        if (options.engine() == EngineChoice.ONNXRUNTIME) {
            return OnnxProgram.classifier(artifact.source(), precision, options.predictors(), options.threads());
        }
        TorchEngine.start(options.threads());
        return Programs.open(artifact.source(), precision, options.predictors());
    }

    /**
     * Classifies one photograph.
     *
     * @param photograph the bytes of a JPEG, PNG or WebP file; anything else is an answer too: {@link Verdict.Refused}
     * @throws IllegalStateException when the classifier is closed
     * @throws RuntimeException when the engine fails, never because of the photograph's bytes
     */
    public Verdict classify(byte[] photograph) {
        long start = System.nanoTime();
        Fitting fitting = decoder.decode(photograph, size);
        if (fitting instanceof Fitting.Refused refused) {
            return refused(refused.refusal(), start);
        }
        return classify((Fitting.Fitted) fitting, start);
    }

    private Verdict.Refused refused(Refusal refusal, long start) {
        double millis = millis(System.nanoTime() - start);
        return new Verdict.Refused(refusal, model, new Timings(millis, 0, 0, millis));
    }

    /** The rest of the way, once a photograph is decoded and fitted; {@code start} is a time of {@link System#nanoTime}. */
    Verdict.Classified classify(Fitting.Fitted input, long start) {
        long fitted = System.nanoTime();
        double logit = program.run(input.pixels(), 1)[0][0];
        return decide(logit, input, timings(input, fitted, start));
    }

    private static Timings timings(Fitting.Fitted input, long fitted, long start) {
        long done = System.nanoTime();
        return new Timings(
                millis(input.decodeNanos()), millis(input.resizeNanos()), millis(done - fitted), millis(done - start));
    }

    /**
     * Classifies one photograph and says where in it the answer comes from. The verdict is {@link #classify}'s, its probability
     * the same to the bit.
     *
     * @param photograph as for {@link #classify}
     * @throws IllegalStateException when the classifier is closed
     * @throws RuntimeException when the engine fails, never because of the photograph's bytes
     */
    public Explanation explain(byte[] photograph) {
        long start = System.nanoTime();
        Fitting fitting = decoder.decode(photograph, size);
        if (fitting instanceof Fitting.Refused refused) {
            return new Explanation.Refused(refused(refused.refusal(), start));
        }
        return explain((Fitting.Fitted) fitting, start);
    }

    private Explanation.Explained explain(Fitting.Fitted input, long start) {
        long fitted = System.nanoTime();
        ClassifierProgram.MappedLogit mapped = program.explain(input.pixels());
        ActivationMap map = ActivationMap.of(mapped.maps(), head);
        Verdict.Classified verdict = decide(mapped.logit(), input, timings(input, fitted, start));
        Box area = Box.seen(input.width(), input.height(), size);
        return new Explanation.Explained(verdict, new HeatMap(model.labels().positive(), map, area));
    }

    /**
     * Explains one photograph and paints the answer over it. The photograph is decoded twice: once for the network as {@link
     * #classify} does it, once for people.
     *
     * @param photograph as for {@link #classify}
     * @param longerSide of the painted picture, in pixels, 1..4096; a smaller photograph keeps its size
     * @throws IllegalStateException when the classifier is closed
     * @throws RuntimeException when the engine fails, never because of the photograph's bytes
     */
    public Overlay overlay(byte[] photograph, int longerSide) {
        long start = System.nanoTime();
        Explanation explanation = explain(photograph);
        if (explanation instanceof Explanation.Refused refused) {
            return new Overlay.Refused(refused.verdict());
        }
        Explanation.Explained explained = (Explanation.Explained) explanation;
        Decoding preview = decoder.preview(photograph, longerSide);
        if (preview instanceof Decoding.Refused refused) {
            return new Overlay.Refused(refused(refused.refusal(), start));
        }
        Picture picture = ((Decoding.Decoded) preview).picture();
        Verdict.Classified verdict = explained.verdict();
        return new Overlay.Painted(
                explained, OverlayPainter.paintWithScale(picture, verdict.width(), verdict.height(), explained.heat()));
    }

    private Verdict.Classified decide(double logit, Fitting.Fitted input, Timings timings) {
        double probability = decision.probability(logit);
        if (Double.isNaN(probability)) {
            throw new NotANumberException();
        }
        int width = input.width();
        int height = input.height();
        if (probability >= decision.upper()) {
            return new Verdict.Positive(probability, width, height, model, timings);
        }
        if (probability < decision.lower()) {
            return new Verdict.Negative(probability, width, height, model, timings);
        }
        return new Verdict.Uncertain(probability, width, height, model, timings);
    }

    private static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }

    InputDecoder decoder() {
        return decoder;
    }

    /** The size that photographs are brought to. */
    InputSize inputSize() {
        return size;
    }

    /** Name, version, precision and labels of the model that speaks. */
    public ModelDescription model() {
        return model;
    }

    @Override
    public void close() {
        program.close();
    }

    /** The network put out NaN: its weights are broken, or the engine is. */
    private static final class NotANumberException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotANumberException() {
            super("The network yields no number; its weights are not finite.");
        }
    }
}
