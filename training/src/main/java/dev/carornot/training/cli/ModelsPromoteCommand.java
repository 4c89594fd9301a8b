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
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was asked for was done.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not models promote 20261124-012804 --store /srv/models",
            "  car-or-not models promote 20261124-012804 --store s3://my-models/team \\",
            "      --name car"
        })
final class ModelsPromoteCommand implements Runnable {
    /** What is printed as JSON. */
    private record Promoted(String model, String current) {}

    private final Console console;

    @Mixin
    private StoreOptions store;

    @Parameters(paramLabel = "VERSION", description = "The version, as 'models list' shows it.")
    private String version;

    @Mixin
    private JsonOption json;

    ModelsPromoteCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        store.withModel(console, (opened, models) -> {
            String model = models.get(0);
            opened.makeCurrent(model, version);
            json.print(
                    console,
                    () -> new Promoted(model, version),
                    () -> console.out().println(model + " " + version + " is current."));
        });
    }
}
