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
        versionProvider = CarOrNot.Version.class)
final class ModelsRollbackCommand implements Runnable {
    private final Console console;

    @Mixin
    private StoreOptions store;

    ModelsRollbackCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        store.withModel(console, (opened, models) -> {
            String model = models.get(0);
            String before = opened.requireCurrent(model);
            String now = opened.rollBack(model);
            console.out().println(model + " " + now + " is current again, instead of " + before + ".");
        });
    }
}
