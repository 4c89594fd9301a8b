package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.dataset.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description =
                "Lets a model classify some splits and writes one HTML file with figures, curves, robustness and every"
                        + " photograph that went wrong. It needs nothing beside it and asks nothing of the network.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The report was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not report --model models/first --data photographs --out report.html",
            "  car-or-not report --model models/next --data photographs --out report.html \\",
            "      --splits validation,test --against models/first"
        })
final class ReportCommand implements Runnable {
    /** So many changed photographs, of each split and change, tell accuracies of 90 and 95 % apart. */
    static final String CHANGED = "200";

    static final String CHECK = "The report.json of 'car-or-not dataset check' with a backbone on the same data: shows"
            + " photographs whose labels it doubts.";

    /** What is printed as JSON: the file. */
    private record Written(String report) {}

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private DataOption data;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The HTML file.")
    private Path out;

    @Option(
            names = "--splits",
            paramLabel = "NAME[,NAME...]",
            split = ",",
            hideParamSyntax = true,
            defaultValue = Dataset.TEST,
            description = "Which photographs (default: test).")
    private List<String> splits;

    @Option(
            names = "--robustness",
            paramLabel = "N",
            defaultValue = CHANGED,
            description = "How many photographs of each split to change in eight ways and classify again; 0 for none"
                    + " (default: 200).")
    private int robustness;

    @Option(names = "--against", paramLabel = "MODEL", description = "Another model, to compare with.")
    private String against;

    @Option(names = "--check", paramLabel = "FILE", description = CHECK)
    private Path check;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = PrecisionConverter.class,
            description = "The arithmetic: auto (default; int8 where the model has it), int8, bf16, fp32 or eager.")
    private PrecisionChoice precision;

    @Mixin
    private JsonOption json;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (robustness < 0) {
            throw new ParameterException(spec.commandLine(), "Option '--robustness' needs a number from 0 on");
        }
        Artifact artifact = model.artifact(console);
        Optional<Artifact> other = Optional.ofNullable(against).map(location -> Models.artifact(location, console));
        Dataset dataset = Models.dataset(artifact, data.path(), console.progress());
        new Reports(artifact, precision, dataset, console.progress())
                .write(splits, Map.of(), robustness, other, Optional.ofNullable(check), out);
        json.print(
                console, () -> new Written(out.toString()), () -> console.out().println("Written to '" + out + "'."));
    }
}
