package dev.carornot.function.model;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.ArtifactSource;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.SigningKeys;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.queue.Capacity;
import dev.carornot.s3.DownloadCache;
import dev.carornot.s3.S3Places;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** The artifact that the configuration names. Thread-safe. */
@Singleton
final class ArtifactModelSource implements ModelSource {
    private static final Logger LOG = Logger.getLogger(ArtifactModelSource.class);

    private final CarOrNotConfig config;
    private final Capacity capacity;
    private final S3Places s3;
    private final String uri;
    private ArtifactSource found;

    @Inject
    ArtifactModelSource(CarOrNotConfig config, Capacity capacity, Config properties) {
        this(
                config,
                capacity,
                new S3Places(
                        () -> S3Settings.access(properties),
                        new DownloadCache(Path.of(config.model().cache()))),
                config.model().uri());
    }

    private ArtifactModelSource(CarOrNotConfig config, Capacity capacity, S3Places s3, String uri) {
        this.config = config;
        this.capacity = capacity;
        this.s3 = s3;
        this.uri = uri;
    }

    /** The source of the model to compare with, where one is configured; usable as long as this one is. */
    Optional<ModelSource> beside() {
        return config.model().beside().map(other -> new ArtifactModelSource(config, capacity, s3, other));
    }

    @Override
    public PhotographClassifier open() throws IOException {
        ClassifierOptions options = new ClassifierOptions(
                        new ImageLimits(
                                config.limits().bytes(),
                                config.limits().pixels(),
                                config.limits().memory().orElseGet(ImageLimits::defaultMemory)),
                        capacity.predictors(),
                        capacity.threads(),
                        precision())
                .with(config.engine().map(EngineChoice::parse).orElseGet(EngineChoice::carried));
        long start = System.nanoTime();
        Artifact artifact = source().open();
        long read = System.nanoTime();
        PhotographClassifier classifier = new OpenArtifact(Classifier.open(artifact, options), facts(artifact));
        LOG.debugf(
                "Artifact %d ms; what remained of the engine, the network and its warm-up %d ms",
                millis(start, read), millis(read, System.nanoTime()));
        return classifier;
    }

    private static ModelFacts facts(Artifact artifact) {
        Decision decision = artifact.manifest().decision();
        return new ModelFacts(decision.lower(), decision.upper(), artifact.report()::read);
    }

    @Override
    public Optional<String> currentVersion() throws IOException {
        return source().currentVersion();
    }

    /** What the location names; looked up once, since a model does not become an artifact. */
    private synchronized ArtifactSource source() throws IOException {
        if (found == null) {
            Trust trust = config.model().publicKey().isEmpty()
                    ? Trust.ANYONE
                    : Trust.in(SigningKeys.readPublic(config.model().publicKey().get()));
            ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
            found = ArtifactLocation.of(name(), trust, s3)
                    .source(ofThread == null ? ArtifactModelSource.class.getClassLoader() : ofThread);
        }
        return found;
    }

    @PreDestroy
    void close() {
        s3.close();
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
        return uri;
    }

    /** The classifier library's classifier behind this application's port. */
    record OpenArtifact(Classifier classifier, ModelFacts facts) implements PhotographClassifier {
        @Override
        public Verdict classify(byte[] photograph) {
            return classifier.classify(photograph);
        }

        @Override
        public Explanation explain(byte[] photograph) {
            return classifier.explain(photograph);
        }

        @Override
        public Overlay overlay(byte[] photograph, int longerSide) {
            return classifier.overlay(photograph, longerSide);
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
