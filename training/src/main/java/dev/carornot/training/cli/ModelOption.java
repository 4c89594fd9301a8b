package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelOption {
    @Option(names = "--model", required = true, paramLabel = "MODEL", description = Locations.MODEL)
    private String model;

    /** The artifact there, verified. */
    Artifact artifact(Console console) {
        return Models.artifact(model, console);
    }
}
