package dev.carornot.classifier;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.OnnxProgram;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Program;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.program.TorchEngine;
import java.io.IOException;
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
    private final Program program;
    private final Decision decision;
    private final ModelDescription model;

    Classifier(Manifest manifest, Program program, InputDecoder decoder) {
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
        Program program = program(artifact, options);
        Classifier classifier = new Classifier(manifest, program, decoder);
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

    private static Program program(Artifact artifact, ClassifierOptions options) throws ArtifactException {
        boolean quantized = artifact.isQuantized();
        try {
            options.engine().requirePresent();
            Precision precision =
                    Programs.choose(options.precision(), quantized, options.engine(), Processor.current());
            Program program = open(artifact, precision, options);
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

    private static Program open(Artifact artifact, Precision precision, ClassifierOptions options) throws IOException {
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
            double millis = millis(System.nanoTime() - start);
            return new Verdict.Refused(refused.refusal(), model, new Timings(millis, 0, 0, millis));
        }
        return classify((Fitting.Fitted) fitting, start);
    }

    /** The rest of the way, once a photograph is decoded and fitted; {@code start} is a time of {@link System#nanoTime}. */
    Verdict classify(Fitting.Fitted input, long start) {
        long fitted = System.nanoTime();
        double logit = program.run(input.pixels(), 1)[0][0];
        long done = System.nanoTime();
        Timings timings = new Timings(
                millis(input.decodeNanos()), millis(input.resizeNanos()), millis(done - fitted), millis(done - start));
        return decide(logit, input, timings);
    }

    private Verdict decide(double logit, Fitting.Fitted input, Timings timings) {
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
