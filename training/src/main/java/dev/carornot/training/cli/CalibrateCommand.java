package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.training.calibration.Calibrated;
import dev.carornot.training.calibration.Costs;
import dev.carornot.training.calibration.DecisionRule;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.experiment.Recalibration;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "calibrate",
        description =
                "Gives a model that was trained before a temperature and thresholds that fit the photographs of the"
                        + " validation split. Without options it fits the temperature and leaves the thresholds.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The calibrated model was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not calibrate --model models/first --data photographs --out m/cal \\",
            "      --coverage 0.9",
            "  car-or-not calibrate --model models/first --data photographs --out m/cal \\",
            "      --costs 5,1,0.5"
        })
final class CalibrateCommand implements Runnable {
    /** What is printed as JSON. */
    private record Written(String artifact, Calibrated calibrated) {}

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the calibrated model; it must not hold files yet.")
    private Path out;

    @Option(
            names = "--temperature",
            paramLabel = "N",
            description = "The temperature, instead of the one that fits best.")
    private Double temperature;

    @Option(
            names = "--temperature-factor",
            paramLabel = "N",
            description = "Multiplies the temperature that fits best, 1 or more: for photographs of sources that the"
                    + " training did not know.")
    private Double factor;

    @Option(
            names = "--coverage",
            paramLabel = "N",
            description = "The share of photographs to decide, such as 0.9; the others are uncertain.")
    private Double coverage;

    @Option(
            names = "--precision",
            paramLabel = "N",
            description = "The share of each answer that is to be right, such as 0.99.")
    private Double precision;

    @Option(
            names = "--recall",
            paramLabel = "N",
            description = "The share of the positives that must not be called negative, such as 0.99.")
    private Double recall;

    @Option(
            names = "--costs",
            paramLabel = "N,N[,N]",
            split = ",",
            hideParamSyntax = true,
            description =
                    "What a false positive, a false negative and (where some may stay undecided) an uncertain answer cost.")
    private List<Double> costs;

    @Option(
            names = "--thresholds",
            paramLabel = "N,N",
            split = ",",
            hideParamSyntax = true,
            description = "The lower and the upper threshold of the calibrated probability.")
    private List<Double> thresholds;

    @Mixin
    private JsonOption json;

    CalibrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Artifact artifact = model.artifact(console);
        DecisionRule rule = rule(artifact.manifest().decision());
        Dataset dataset = Models.dataset(artifact, data.path(), console.progress());
        Calibrated calibrated = Recalibration.run(artifact, dataset, rule, out, console.progress());
        json.print(
                console,
                () -> new Written(out.toString(), calibrated),
                () -> console.out().println("Written to '" + out + "'. " + calibrated));
    }

    private DecisionRule rule(Decision decision) {
        if (thresholds != null && thresholds.size() != 2) {
            throw new ParameterException(
                    spec.commandLine(), "Option '--thresholds' needs two numbers, such as 0.2,0.8");
        }
        if (costs != null && costs.size() != 2 && costs.size() != 3) {
            throw new ParameterException(
                    spec.commandLine(), "Option '--costs' needs two or three numbers, such as 5,1,0.5");
        }
        boolean none = coverage == null && precision == null && recall == null && costs == null && thresholds == null;
        try {
            return new DecisionRule(
                    temperature == null,
                    temperature,
                    factor,
                    none ? Double.valueOf(decision.lower()) : thresholds == null ? null : thresholds.get(0),
                    none ? Double.valueOf(decision.upper()) : thresholds == null ? null : thresholds.get(1),
                    coverage,
                    precision,
                    recall,
                    costs == null
                            ? null
                            : new Costs(costs.get(0), costs.get(1), costs.size() < 3 ? null : costs.get(2)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
