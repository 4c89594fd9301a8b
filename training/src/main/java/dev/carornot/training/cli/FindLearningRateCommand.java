package dev.carornot.training.cli;

import dev.carornot.training.experiment.LearningRateCurve;
import dev.carornot.training.experiment.LearningRateFinder;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.report.LearningRateReport;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "find-learning-rate",
        description =
                "Trains for a few epochs with a learning rate that rises from 0.000001 to 10, until training falls"
                        + " apart, and tells from the loss which rate to take (learning rate range test, Smith 2015). Keeps"
                        + " nothing of what was trained.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The curve was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not find-learning-rate --config head.yaml --data photographs \\",
            "      --backbone resnet50.safetensors --out rates.html",
            "  car-or-not find-learning-rate --config starter.yaml --data photographs \\",
            "      --out rates.html"
        })
final class FindLearningRateCommand implements Runnable {
    /** What is printed as JSON. */
    private record Found(String curve, LearningRateCurve.Reading reading) {}

    private final Console console;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = TrainingOptions.CONFIG)
    private Path config;

    @Mixin
    private TrainingOptions training;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The HTML file for the curve; an older one is replaced.")
    private Path out;

    @Mixin
    private JsonOption json;

    FindLearningRateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (Files.isDirectory(out)) {
            throw new UserException("'" + out + "' is a folder; name a file for the curve with --out.");
        }
        LearningRateCurve curve =
                LearningRateFinder.run(training.request(console, config, null, false), console.progress());
        LearningRateReport.write(curve, out);
        json.print(
                console,
                () -> new Found(out.toString(), curve.reading().orElse(null)),
                () -> console.out().println(curve.sentence() + System.lineSeparator() + "The curve is '" + out + "'."));
    }
}
