package dev.carornot.batch.executor;

import dev.carornot.batch.storage.Storage;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.s3.DownloadCache;
import dev.carornot.s3.S3Places;
import java.nio.file.Path;

/** Opens artifacts where they are. Stateless and thread-safe. */
final class Artifacts {
    private Artifacts() {}

    /** The places in S3 that models are read from; executors of one machine share the downloads. */
    static S3Places places(Storage storage) {
        return new S3Places(
                storage::access, new DownloadCache(Path.of(System.getProperty("java.io.tmpdir"), "car-or-not-models")));
    }

    static Artifact open(String location, Trust trust, S3Places places) throws ArtifactException {
        return ArtifactLocation.of(location, trust, places)
                .source(Artifacts.class.getClassLoader())
                .open();
    }
}
