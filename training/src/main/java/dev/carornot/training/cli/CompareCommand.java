package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Comparison;
import dev.carornot.training.evaluation.ComparisonText;
import dev.carornot.training.evaluation.EvaluationFiles;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.experiment.RecordedSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description =
                "Lets two models classify the photographs of a split, and says whether one is better or the difference"
                        + " may be chance. Lists the photographs that only one of them gets right.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The comparison was printed.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not compare --data photographs --split test models/first models/next",
            "  car-or-not compare --data photographs --split test --figures difference.json \\",
            "      models/first models/next"
        })
final class CompareCommand implements Runnable {
    /** As a data set's folder holds it. */
    private static final String MANIFEST = "manifest.csv";

    private final Console console;

    @Mixin
    private DataOption data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = Dataset.TEST,
            description =
                    "Which photographs: a split's name (default: test), or 'all'. Data without a manifest is split as in the"
                            + " training of A.")
    private String split;

    @Mixin
    private JsonOption json;

    @Option(names = "--figures", paramLabel = "FILE", description = "Writes the comparison as JSON, too.")
    private Path figures;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = PrecisionConverter.class,
            description = "The arithmetic: auto (default; int8 where the model has it), int8, bf16, fp32 or eager.")
    private PrecisionChoice precision;

    @Parameters(index = "0", paramLabel = "A", description = "A model, as for 'evaluate'.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Another model.")
    private String second;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Artifact one = Models.artifact(first, console);
        Artifact other = Models.artifact(second, console);
        Dataset dataset = Models.dataset(one, data.path(), console.progress());
        warnOfAnotherSplit(one, other);
        List<Photograph> photographs = dataset.split(split);
        Predictions ofOne = Models.predict(one, precision, photographs, console.progress());
        Predictions ofOther = Models.predict(other, precision, photographs, console.progress());
        Comparison comparison = Comparison.of(ofOne, ofOther, dataset.digest(), split);
        if (figures != null) {
            EvaluationFiles.writeJson(comparison, figures);
        }
        json.print(console, () -> comparison, () -> console.out().print(ComparisonText.of(comparison)));
    }

    /** Where each training dealt the photographs by itself, what one has not seen the other may have learnt. */
    private void warnOfAnotherSplit(Artifact one, Artifact other) {
        boolean listed =
                !Files.isDirectory(data.path()) || Files.exists(data.path().resolve(MANIFEST));
        if (!listed && !RecordedSplit.of(one.manifest()).equals(RecordedSplit.of(other.manifest()))) {
            console.err()
                    .println(
                            "B was trained with another split than A: it may have learnt from some of these photographs;"
                                    + " train both with the same seed and shares, or with a manifest ('dataset import folders').");
        }
    }
}
