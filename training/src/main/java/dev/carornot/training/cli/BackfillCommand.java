package dev.carornot.training.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
        name = "backfill",
        description =
                "Lets S3 itself call the upload function for every object under a prefix, and reads the report into a table:"
                        + " what 'car-or-not-batch backfill' does, which this starts with the same options.")
final class BackfillCommand implements Runnable {
    private final Console console;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    BackfillCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<String> all = new ArrayList<>(List.of("backfill"));
        all.addAll(arguments);
        BatchCommand.run(console, all);
    }
}
