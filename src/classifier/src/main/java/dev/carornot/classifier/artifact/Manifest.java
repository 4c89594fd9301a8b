package dev.carornot.classifier.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carornot.classifier.network.NetworkConfiguration;
import java.util.List;

/**
 * An artifact's {@code manifest.json}.
 *
 * @param schemaVersion version of this layout, {@value #SCHEMA_VERSION} now; a newer one is refused
 * @param name the model's name, a file name of a-z, 0-9, {@code .}, {@code _} and {@code -}
 * @param version the version's name, of the same letters
 * @param labels what the classes are called
 * @param network the network's configuration
 * @param input what it sees
 * @param precision how the weights are stored: {@code fp32} or {@code fp16}
 * @param decision calibration and thresholds
 * @param evaluation figures by split, for people and dashboards; free in form, an object
 * @param provenance where the model comes from (data, configuration, seed, versions, time); free in form, an object
 * @param files every other file of the artifact
 */
public record Manifest(
        int schemaVersion,
        String name,
        String version,
        Labels labels,
        NetworkConfiguration network,
        InputSpecification input,
        String precision,
        Decision decision,
        JsonNode evaluation,
        JsonNode provenance,
        List<FileEntry> files) {
    public static final int SCHEMA_VERSION = 1;

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * A file of the artifact.
     *
     * @param path relative to the artifact's folder, with {@code /}, never leaving it
     * @param length in bytes
     * @param sha256 64 lower-case hexadecimal digits
     */
    public record FileEntry(String path, long length, String sha256) {}
}
