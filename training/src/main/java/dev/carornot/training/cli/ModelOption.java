package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOption {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model's folder.")
    private Path model;

    /** The artifact in it, verified. */
    Artifact artifact() {
        return Models.artifact(model);
    }
}
