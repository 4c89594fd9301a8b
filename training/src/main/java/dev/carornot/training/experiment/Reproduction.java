package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A model that was trained again from what its manifest says of its training, and how the weights compare.
 *
 * @param again what the second training came to
 * @param tensors how many tensors were compared
 * @param different names of those that differ in any bit, in alphabetical order
 * @param largest the largest difference of two numbers in them
 * @param environment what the two trainings ran on, where it is not the same; one line each
 */
public record Reproduction(
        TrainingSummary again, int tensors, List<String> different, double largest, List<String> environment) {
    public Reproduction {
        different = List.copyOf(different);
        environment = List.copyOf(environment);
    }

    /** Whether every bit came out again. */
    public boolean exact() {
        return different.isEmpty();
    }

    /**
     * Trains again, from the configuration, photographs and backbone of the first time, and compares. On the same processor
     * and the same versions of everything the weights are the same bit for bit.
     *
     * @param request where everything lies; its configuration is not looked at
     * @throws UserException when the model does not say how it was trained, when the photographs or the backbone are others,
     *     or for the reasons of {@link Experiment#run}
     */
    public static Reproduction of(Artifact model, TrainRequest request, ProgressFactory progress) {
        JsonNode provenance = model.manifest().provenance();
        JsonNode stated = provenance.path("configuration");
        if (!stated.isObject()) {
            throw new UserException(
                    "'" + model.location() + "' does not say how it was trained: its provenance has no configuration.");
        }
        ExperimentConfiguration configuration = ConfigurationReader.convert(
                "The configuration in '" + model.location() + "'", stated, ExperimentConfiguration.class);
        requireBackbone(provenance.at("/training/backboneSha256").asText(), request.backbone());
        String digest = provenance.at("/data/sha256").asText();
        TrainingSummary again =
                Experiment.run(configuration, request, dataset -> requireData(digest, dataset), progress);
        try {
            Artifact second = Artifact.openVerified(new FolderFiles(request.out()));
            return compare(model, second, again);
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private static void requireBackbone(String expected, Path file) {
        if (expected.isEmpty() || file == null) {
            // Whether a backbone is wanted is for the configuration to say.
            return;
        }
        try {
            String found = Sha256.of(file);
            if (!found.equals(expected)) {
                throw new UserException(
                        "'" + file + "' is not the backbone that the model was trained from: its SHA-256 is " + found
                                + ", that one's " + expected + ".");
            }
        } catch (IOException e) {
            throw new UserException("The backbone '" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void requireData(String expected, Dataset dataset) {
        if (!dataset.digest().equals(expected)) {
            throw new UserException(
                    "These are not the photographs that the model was trained on, or not in the same splits:"
                            + " their digest is " + dataset.digest() + ", that of the model's " + expected + ".");
        }
    }

    private static Reproduction compare(Artifact first, Artifact second, TrainingSummary again)
            throws ArtifactException {
        Map<String, Tensor> ours = first.weights().tensors();
        Map<String, Tensor> theirs = second.weights().tensors();
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        List<String> different = new ArrayList<>();
        double largest = 0;
        for (String name : names) {
            Tensor one = ours.get(name);
            Tensor other = theirs.get(name);
            if (one == null || other == null || !one.shape().equals(other.shape())) {
                different.add(name);
                largest = Double.POSITIVE_INFINITY;
            } else if (one.type() != other.type() || !one.data().equals(other.data())) {
                different.add(name);
                largest = Math.max(largest, difference(one.toFloats(), other.toFloats()));
            }
        }
        return new Reproduction(again, names.size(), different, largest, environment(first, second));
    }

    private static double difference(float[] one, float[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((double) one[i] - other[i]));
        }
        return largest;
    }

    private static List<String> environment(Artifact first, Artifact second) {
        JsonNode one = first.manifest().provenance();
        JsonNode other = second.manifest().provenance();
        List<String> lines = new ArrayList<>();
        for (String path : List.of(
                "/environment/java",
                "/environment/os",
                "/environment/processors",
                "/environment/engine",
                "/environment/djl",
                "/environment/carOrNot",
                "/training/device",
                "/training/trainingPrecision")) {
            if (!one.at(path).equals(other.at(path))) {
                lines.add(path.substring(path.lastIndexOf('/') + 1) + ": "
                        + one.at(path).asText("not stated") + ", now "
                        + other.at(path).asText("not stated"));
            }
        }
        return lines;
    }
}
