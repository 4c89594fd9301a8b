package dev.carornot.training.cli;

import dev.carornot.training.experiment.Experiment;
import dev.carornot.training.experiment.TrainingSummary;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(names = "--config", required = true, paramLabel = "FILE", description = TrainingOptions.CONFIG)
    private Path config;

    @Mixin
    private TrainingOptions training;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = TrainingOptions.OUT)
    private Path out;

    @Option(
            names = "--force",
            description =
                    "Keeps the int8 weights even if they change more than 0.2 %% of the verdicts on the validation"
                            + " photographs.")
    private boolean force;

    @Mixin
    private JsonOption json;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        TrainingSummary summary = Experiment.run(training.request(console, config, out, force), console.progress());
        json.print(console, () -> TrainingSummaries.object(summary), () -> TrainingSummaries.print(summary, console));
    }
}
