package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.training.evaluation.EvaluationText;
import dev.carornot.training.experiment.Reproduction;
import dev.carornot.training.experiment.TrainRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "reproduce",
        description = "Trains a model again, from the configuration and the seeds that it carries and the same"
                + " photographs and backbone, and compares the weights bit for bit.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The same weights came out.",
            "1:It could not be trained again; the reason was printed.",
            "2:The command line is wrong.",
            "3:Other weights came out; how far they differ was printed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not reproduce models/first --data photographs \\",
            "      --backbone resnet50.safetensors --out models/again"
        })
final class ReproduceCommand implements Callable<Integer> {
    private static final int DIFFERENT = 3;

    /** What is printed as JSON. */
    private record Compared(
            boolean exact,
            int tensors,
            List<String> different,
            double largestDifference,
            List<String> environment,
            Map<String, Object> again) {
        private static Compared of(Reproduction reproduction) {
            return new Compared(
                    reproduction.exact(),
                    reproduction.tensors(),
                    reproduction.different(),
                    reproduction.largest(),
                    reproduction.environment(),
                    TrainingSummaries.object(reproduction.again()));
        }
    }

    private final Console console;

    @Parameters(paramLabel = "MODEL", description = Locations.MODEL)
    private String model;

    @Mixin
    private TrainingOptions training;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = TrainingOptions.OUT)
    private Path out;

    @Mixin
    private JsonOption json;

    ReproduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Artifact first = Models.artifact(model, console);
        // Whatever int8 weights the first run kept, they are not what is compared.
        TrainRequest request = training.request(console, null, out, true);
        Reproduction reproduction = Reproduction.of(first, request, console.progress());
        json.print(console, () -> Compared.of(reproduction), () -> print(reproduction));
        return reproduction.exact() ? ExitCode.OK : DIFFERENT;
    }

    private void print(Reproduction reproduction) {
        PrintStream print = console.out();
        if (reproduction.exact()) {
            print.println("The same weights came out, bit for bit: " + reproduction.tensors() + " tensors.");
        } else {
            print.printf(
                    Locale.ROOT,
                    "Other weights came out: %d of %d tensors differ, by up to %.3g; the first is %s.%n",
                    reproduction.different().size(),
                    reproduction.tensors(),
                    reproduction.largest(),
                    reproduction.different().get(0));
        }
        if (!reproduction.environment().isEmpty()) {
            print.println("What it ran on is not the same:");
            reproduction.environment().forEach(line -> print.println("  " + line));
        }
        reproduction.again().evaluations().forEach(evaluation -> print.print("\n" + EvaluationText.of(evaluation)));
    }
}
