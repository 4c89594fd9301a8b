package dev.carornot.batch.executor;

import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.s3.S3Places;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkFiles;

/**
 * What the tasks of an executor share. A task is a fresh copy of what the driver sent, so that what outlives it can only be
 * found through a static field; {@link ExecutorLifecycle} owns it and closes it with the executor. Thread-safe.
 */
public final class ExecutorResources {
    private static final ExecutorResources SHARED = new ExecutorResources();
    /** Engine threads for one photograph: a slot has one core. */
    private static final int THREADS = 1;

    private final Map<Optional<String>, Storage> storages = new HashMap<>();
    private final Map<ModelReference, Opened> models = new HashMap<>();

    private final Map<Object, AutoCloseable> others = new HashMap<>();

    private record Opened(Classifier classifier, S3Places places) {}

    private ExecutorResources() {}

    /** Those of this process. */
    public static ExecutorResources shared() {
        return SHARED;
    }

    /** The way to files; stays this object's. */
    public synchronized Storage storage(StorageSettings settings) {
        return storages.computeIfAbsent(settings.endpoint(), unused -> new Storage(settings));
    }

    /**
     * The model, opened by the first task that asks while the others wait; stays this object's.
     *
     * @throws ArtifactException when it cannot be opened, or is another than the driver found; the next task tries again
     */
    public synchronized Classifier classifier(ModelReference model, StorageSettings settings) throws ArtifactException {
        Opened opened = models.get(model);
        if (opened == null) {
            opened = open(model, storage(settings));
            models.put(model, opened);
        }
        return opened.classifier();
    }

    private static Opened open(ModelReference model, Storage storage) throws ArtifactException {
        S3Places places = Artifacts.places(storage);
        try {
            String location = model.archive() == null ? model.location() : SparkFiles.get(model.archive());
            Artifact artifact = Artifacts.open(location, Trust.ANYONE, places);
            if (!artifact.digest().equals(model.identity().digest())) {
                throw new ArtifactException(location
                        + " holds another model than when the run began (its manifest's SHA-256 is " + artifact.digest()
                        + ", not " + model.identity().digest() + "); run again.");
            }
            return new Opened(
                    Classifier.open(
                            artifact,
                            new ClassifierOptions(
                                    ImageLimits.DEFAULT, Slots.here(model.slots()), THREADS, PrecisionChoice.AUTO)),
                    places);
        } catch (ArtifactException | RuntimeException e) {
            places.close();
            throw e;
        }
    }

    /** How something is opened. */
    @FunctionalInterface
    public interface Opening<T> {
        T open() throws IOException;
    }

    /**
     * What the first task that asks opens while the others wait; stays this object's.
     *
     * @param key what it is; of one class for each type of thing
     */
    public synchronized <T extends AutoCloseable> T once(Object key, Opening<T> opening) throws IOException {
        AutoCloseable opened = others.get(key);
        if (opened == null) {
            opened = opening.open();
            others.put(key, opened);
        }
        @SuppressWarnings("unchecked")
        T kept = (T) opened;
        return kept;
    }

    /** How many models are open. */
    synchronized int open() {
        return models.size();
    }

    /** Lets go of everything; whoever asks afterwards gets it anew. */
    synchronized void close() {
        models.values().forEach(opened -> {
            opened.classifier().close();
            opened.places().close();
        });
        models.clear();
        others.values().forEach(ExecutorResources::close);
        others.clear();
        storages.values().forEach(Storage::close);
        storages.clear();
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new IllegalStateException("What an executor held cannot be closed.", e);
        }
    }
}
