package dev.carornot.training.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rollback",
        description =
                "Makes the version the current one that was current before; a second time, the one before that. The"
                        + " version that is left stays in the store.",
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
            "  car-or-not models rollback --store s3://my-models/team",
            "  car-or-not models rollback --store /srv/models --name car --json"
        })
final class ModelsRollbackCommand implements Runnable {
    /** What is printed as JSON. */
    private record RolledBack(String model, String current, String before) {}

    private final Console console;

    @Mixin
    private StoreOptions store;

    @Mixin
    private JsonOption json;

    ModelsRollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        store.withModel(console, (opened, models) -> {
            String model = models.get(0);
            String before = opened.requireCurrent(model);
            String now = opened.rollBack(model);
            json.print(
                    console,
                    () -> new RolledBack(model, now, before),
                    () -> console.out().println(model + " " + now + " is current again, instead of " + before + "."));
        });
    }
}
