package dev.carornot.function.model;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.queue.Capacity;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The artifact that the configuration names. Thread-safe. */
@Singleton
final class ArtifactModelSource implements ModelSource {
    private static final Logger LOG = Logger.getLogger(ArtifactModelSource.class);

    private final CarOrNotConfig config;
    private final Capacity capacity;

    ArtifactModelSource(CarOrNotConfig config, Capacity capacity) {
        this.config = config;
        this.capacity = capacity;
    }

    @Override
    public PhotographClassifier open() throws IOException {
        ClassifierOptions options = new ClassifierOptions(
                        new ImageLimits(config.limits().bytes(), config.limits().pixels()),
                        capacity.predictors(),
                        capacity.threads(),
                        precision())
                .with(config.engine().map(EngineChoice::parse).orElseGet(EngineChoice::carried));
        long start = System.nanoTime();
        Artifact artifact = ArtifactLocation.open(name());
        long read = System.nanoTime();
        PhotographClassifier classifier = new OpenArtifact(Classifier.open(artifact, options));
        LOG.debugf(
                "Artifact %d ms; what remained of the engine, the network and its warm-up %d ms",
                millis(start, read), millis(read, System.nanoTime()));
        return classifier;
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }

    private PrecisionChoice precision() {
        try {
            return PrecisionChoice.parse(config.precision());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("carornot.precision cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return config.model().uri();
    }

    /** The classifier library's classifier behind this application's port. */
    private record OpenArtifact(Classifier classifier) implements PhotographClassifier {
        @Override
        public Verdict classify(byte[] photograph) {
            return classifier.classify(photograph);
        }

        @Override
        public ModelDescription model() {
            return classifier.model();
        }

        @Override
        public void close() {
            classifier.close();
        }
    }
}
