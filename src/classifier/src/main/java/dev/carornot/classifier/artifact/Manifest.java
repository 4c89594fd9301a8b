package dev.carornot.classifier.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.Quantization;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An artifact's {@code manifest.json}.
 *
 * @param schemaVersion version of the layout that it was read from, {@value #SCHEMA_VERSION} now; a newer one is refused, and it is always
 *     written in the newest
 * @param name the model's name: 1 to 100 of a-z, 0-9, {@code .}, {@code _} and {@code -}, beginning with a letter or digit,
 *     and not {@code current}
 * @param version the version's name, by the same rule
 * @param labels what the classes are called
 * @param network the network's configuration
 * @param input what it sees
 * @param precision how the weights are stored: {@code fp32} or {@code fp16}
 * @param quantization the ranges of the activations where the artifact holds int8 weights too; {@link Quantization#NONE}
 *     where it does not, and in manifests of schema version 1
 * @param decision calibration and thresholds
 * @param evaluation figures by split, for people and dashboards; free in form, an object;
 *     null stands for the empty one
 * @param provenance where the model comes from (data, configuration, seed, versions, time); free in form, an
 *     object; null stands for the empty one
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
        Quantization quantization,
        Decision decision,
        JsonNode evaluation,
        JsonNode provenance,
        List<FileEntry> files) {
    public static final int SCHEMA_VERSION = 3;

    private static final Set<String> PRECISIONS = Set.of("fp32", "fp16");

    public Manifest {
        require("name", name);
        require("version", version);
        if (labels == null || network == null || input == null || quantization == null || decision == null) {
            throw new IllegalArgumentException("A manifest needs labels, network, input, quantization and decision.");
        }
        if (precision == null || !PRECISIONS.contains(precision)) {
            throw new IllegalArgumentException("The precision is fp32 or fp16, not '" + precision + "'.");
        }
        evaluation = object("evaluation", evaluation);
        provenance = object("provenance", provenance);
        if (files == null || files.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("A manifest needs a list of files.");
        }
        files = List.copyOf(files);
    }

    /** The manifest of a network that has not been quantised. */
    public Manifest(
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
        this(
                schemaVersion,
                name,
                version,
                labels,
                network,
                input,
                precision,
                Quantization.NONE,
                decision,
                evaluation,
                provenance,
                files);
    }

    /** The same manifest with other figures. */
    public Manifest withEvaluation(JsonNode figures) {
        return new Manifest(
                schemaVersion,
                name,
                version,
                labels,
                network,
                input,
                precision,
                quantization,
                decision,
                figures,
                provenance,
                files);
    }

    /** The same manifest with another calibration and other thresholds. */
    public Manifest withDecision(Decision other) {
        return new Manifest(
                schemaVersion,
                name,
                version,
                labels,
                network,
                input,
                precision,
                quantization,
                other,
                evaluation,
                provenance,
                files);
    }

    /** The same manifest with another account of where the model comes from. */
    public Manifest withProvenance(JsonNode account) {
        return new Manifest(
                schemaVersion,
                name,
                version,
                labels,
                network,
                input,
                precision,
                quantization,
                decision,
                evaluation,
                account,
                files);
    }

    /** The same manifest under another version's name. */
    public Manifest withVersion(String other) {
        return new Manifest(
                schemaVersion,
                name,
                other,
                labels,
                network,
                input,
                precision,
                quantization,
                decision,
                evaluation,
                provenance,
                files);
    }

    /** The same manifest for a network with other int8 weights, or none; of a schema version that knows them. */
    public Manifest withQuantization(Quantization other) {
        return new Manifest(
                schemaVersion,
                name,
                version,
                labels,
                network,
                input,
                precision,
                other,
                decision,
                evaluation,
                provenance,
                files);
    }

    /** The same manifest over other files. */
    public Manifest withFiles(List<FileEntry> others) {
        return new Manifest(
                schemaVersion,
                name,
                version,
                labels,
                network,
                input,
                precision,
                quantization,
                decision,
                evaluation,
                provenance,
                others);
    }

    private static void require(String what, String name) {
        ArtifactNames.objectionToName(name).ifPresent(objection -> {
            throw new IllegalArgumentException("The " + what + " '" + name + "' will not do: " + objection + ".");
        });
    }

    /** An object's copy, since trees of JSON can be changed; absent is the same as empty. */
    private static JsonNode object(String what, JsonNode node) {
        if (node == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("The " + what + " is a JSON object, not " + node.getNodeType() + ".");
        }
        return node.deepCopy();
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
