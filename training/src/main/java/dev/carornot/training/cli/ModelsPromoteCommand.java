package dev.carornot.training.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "promote",
        description = "Makes a version of the store the current one, once it was looked at as a whole. Functions with"
                + " carornot.model.refresh take it up.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class)
final class ModelsPromoteCommand implements Runnable {
    private final Console console;

    @Mixin
    private StoreOptions store;

    @Parameters(paramLabel = "VERSION", description = "The version, as 'models list' shows it.")
    private String version;

    ModelsPromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        store.withModel(console, (opened, models) -> {
            String model = models.get(0);
            opened.makeCurrent(model, version);
            console.out().println(model + " " + version + " is current.");
        });
    }
}
