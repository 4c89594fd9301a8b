package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A page about a model for people. Of its own, so that whoever keeps it to show it later does not keep the artifact, and with
 * it the weights' mapped files. Thread-safe.
 */
public final class Report {
    static final String FILE = "report.html";

    private final ArtifactFiles place;

    Report(ArtifactFiles place) {
        this.place = place;
    }

    /**
     * Reads the page; empty where there is none. Nobody vouches for it: whoever shows it shows a stranger's page.
     *
     * @throws ArtifactException when it cannot be read
     */
    public Optional<byte[]> read() throws ArtifactException {
        try {
            ByteBuffer page = place.read(FILE);
            return Optional.of(Artifact.copy(page, page.remaining()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw Artifact.unreadable(place, FILE, e);
        }
    }
}
