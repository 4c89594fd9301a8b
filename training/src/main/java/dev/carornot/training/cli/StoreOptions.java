package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** What the commands about a store have in common: which store, and which of its models. */
final class StoreOptions {
    @Option(
            names = "--store",
            required = true,
            paramLabel = "STORE",
            description = "The store: a folder, or s3://<bucket>/<prefix>.")
    private String store;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The model's name; needed where the store holds several models.")
    private String name;

    @Option(names = "--endpoint", paramLabel = "URL", description = Locations.ENDPOINT)
    private String endpoint;

    /** What is done with a store and the names of the models that are meant. */
    @FunctionalInterface
    interface Work {
        void run(ModelStore store, List<String> models) throws IOException;
    }

    /** Does it with the model that is named, or with all that there are. */
    void withModels(Console console, Work work) {
        try (Locations locations = Locations.of(console, endpoint)) {
            ModelStore opened = locations.store(store);
            Locations.told(() -> {
                List<String> models = name == null ? opened.models() : List.of(name);
                if (models.isEmpty()) {
                    throw new UserException("The store " + store + " holds no model.");
                }
                work.run(opened, models);
                return null;
            });
        }
    }

    /** Does it with the one model that is meant. */
    void withModel(Console console, Work work) {
        withModels(console, (opened, models) -> {
            if (models.size() > 1) {
                throw new UserException("The store " + store + " holds several models (" + String.join(", ", models)
                        + "); say which one with --name.");
            }
            work.run(opened, models);
        });
    }
}
