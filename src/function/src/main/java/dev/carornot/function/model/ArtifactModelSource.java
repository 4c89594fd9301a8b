package dev.carornot.function.model;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.queue.Capacity;
import jakarta.inject.Singleton;
import java.io.IOException;

/** The artifact that the configuration names. Thread-safe. */
@Singleton
final class ArtifactModelSource implements ModelSource {
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
                precision());
        return new OpenArtifact(Classifier.open(ArtifactLocation.open(name()), options));
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
