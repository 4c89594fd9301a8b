package dev.carornot.training.cli;

import dev.carornot.training.evaluation.EvaluationText;
import dev.carornot.training.experiment.Experiment;
import dev.carornot.training.experiment.TrainRequest;
import dev.carornot.training.experiment.TrainingSummary;
import dev.carornot.training.features.FeatureCache;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = "Trains a model as an experiment's configuration says, and writes it to a folder.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The model was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not train --config head.yaml --data photographs \\",
            "      --backbone resnet50.safetensors --out models/first",
            "  car-or-not train --config starter.yaml --data manifest.csv --out models/small"
        })
final class TrainCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The experiment's configuration, a YAML file.")
    private Path config;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = DATA)
    private Path data;

    @Option(names = "--backbone", paramLabel = "FILE", description = BACKBONE)
    private Path backbone;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = OUT)
    private Path out;

    @Option(names = "--cache", paramLabel = "DIR", description = CACHE)
    private Path cache;

    @Option(
            names = "--force",
            description =
                    "Keeps the int8 weights even if they change more than 0.2 %% of the verdicts on the validation"
                            + " photographs.")
    private boolean force;

    static final String DATA =
            "The photographs: a folder with a manifest.csv (columns path, label, split), the manifest"
                    + " itself, or a folder with a folder for each label.";

    static final String BACKBONE =
            "Pre-trained weights, as safetensors or as a PyTorch checkpoint; left out where the whole network is trained"
                    + " from a fresh start.";

    static final String OUT = "The folder for the model; it must not hold files yet.";

    static final String CACHE =
            "Keeps the features of photographs, so that the next run need not compute them again (default:"
                    + " car-or-not/features in $XDG_CACHE_HOME or ~/.cache).";

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Path features = cache == null ? FeatureCache.defaultFolder(console.environment(), console.home()) : cache;
        TrainingSummary summary =
                Experiment.run(new TrainRequest(config, data, backbone, out, features, force), console.progress());
        console.out()
                .println(summary.name() + " " + summary.version() + " was written to '" + summary.artifact()
                        + "': epoch " + summary.bestEpoch() + " of " + summary.epochs() + ".");
        summary.calibrated().ifPresent(console.out()::println);
        console.out().println(summary.int8());
        if (!summary.skipped().isEmpty()) {
            console.out().println("Left out, since they cannot be read:");
            summary.skipped().forEach(skipped -> console.out().println("  " + skipped));
        }
        summary.evaluations().forEach(evaluation -> console.out().print("\n" + EvaluationText.of(evaluation)));
    }
}
