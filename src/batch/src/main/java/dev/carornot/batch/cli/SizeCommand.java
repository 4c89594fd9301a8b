package dev.carornot.batch.cli;

import dev.carornot.batch.cost.Sizing;
import dev.carornot.batch.failure.UserException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "size",
        description =
                "Computes what a run will take in time and money, from what 'score' has measured and the prices of the day.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNotBatch.Version.class,
        footerHeading = "%nExample:%n",
        footer = {
            "  car-or-not-batch size --photographs 10000000 --per-second-and-core 40 \\",
            "      --price-core-hour 0.08 --price-thousand-gets 0.0004 --executors 1,10,100"
        })
final class SizeCommand implements Runnable {
    private final PrintStream out;

    @Option(names = "--photographs", required = true, paramLabel = "N", description = "How many there are.")
    private long photographs;

    @Option(
            names = "--per-second-and-core",
            required = true,
            paramLabel = "N",
            description = "What 'score' reports on a machine of the kind that will be used.")
    private double perSecondAndCore;

    @Option(
            names = "--executors",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,10,100",
            description = "How many executors (default: ${DEFAULT-VALUE}).")
    private List<Integer> executors;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "4",
            description = "Cores of an executor (default: ${DEFAULT-VALUE}).")
    private int cores;

    @Option(
            names = "--start-seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "From the command to an executor's first photograph (default: ${DEFAULT-VALUE}).")
    private double startSeconds;

    @Option(
            names = "--listing-per-second",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Photographs listed a second by one task (default: ${DEFAULT-VALUE}, an assumption).")
    private double listingPerSecond;

    @Option(
            names = "--folders",
            paramLabel = "N",
            defaultValue = "1",
            description = "Folders right below the prefix: so many tasks can list (default: ${DEFAULT-VALUE}).")
    private int folders;

    @Option(
            names = "--price-core-hour",
            required = true,
            paramLabel = "MONEY",
            description = "For a core and its memory, for an hour.")
    private double coreHour;

    @Option(
            names = "--price-thousand-gets",
            paramLabel = "MONEY",
            defaultValue = "0",
            description = "For 1,000 requests that read (default: 0).")
    private double thousandGets;

    @Option(
            names = "--price-thousand-lists",
            paramLabel = "MONEY",
            defaultValue = "0",
            description = "For 1,000 requests that list (default: 0).")
    private double thousandLists;

    SizeCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (photographs < 1 || !(perSecondAndCore > 0) || cores < 1 || !(listingPerSecond > 0) || folders < 1) {
            throw new UserException("Photographs, photographs a second, cores, folders and listing are all above 0.");
        }
        Sizing sizing = new Sizing(photographs, perSecondAndCore, cores, startSeconds, listingPerSecond, folders);
        Sizing.Prices prices = new Sizing.Prices(coreHour, thousandGets, thousandLists);
        out.println("| executors | hours | compute | S3 requests | total | reads a second |");
        out.println("|---|---|---|---|---|---|");
        for (int count : executors) {
            Sizing.Estimate estimate = sizing.on(count, prices);
            out.printf(
                    Locale.ROOT,
                    "| %d x %d cores | %.1f | %.2f | %.2f | %.2f | %.0f |%n",
                    count,
                    cores,
                    estimate.hours(),
                    estimate.compute(),
                    estimate.requests(),
                    estimate.total(),
                    estimate.readsPerSecond());
        }
    }
}
