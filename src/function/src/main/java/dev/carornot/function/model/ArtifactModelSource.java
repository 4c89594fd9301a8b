package dev.carornot.function.model;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.function.CarOrNotConfig;
import jakarta.inject.Singleton;
import java.io.IOException;

/** The artifact that the configuration names. Thread-safe. */
@Singleton
final class ArtifactModelSource implements ModelSource {
    private final CarOrNotConfig config;

    ArtifactModelSource(CarOrNotConfig config) {
        this.config = config;
    }

    @Override
    public PhotographClassifier open() throws IOException {
        int processors = Runtime.getRuntime().availableProcessors();
        int predictors = config.predictors().orElse(processors);
        // Predictors that together have more threads than there are processors wait for each other.
        int threads = Math.max(1, processors / Math.max(1, predictors));
        ClassifierOptions options = new ClassifierOptions(
                        new ImageLimits(config.limits().bytes(), config.limits().pixels()),
                        predictors,
                        threads,
                        PrecisionChoice.AUTO)
                .with(config.engine().map(EngineChoice::parse).orElseGet(EngineChoice::carried));
        return new OpenArtifact(Classifier.open(ArtifactLocation.open(name()), options));
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
