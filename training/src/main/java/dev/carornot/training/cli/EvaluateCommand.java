package dev.carornot.training.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.evaluation.EvaluationFiles;
import dev.carornot.training.evaluation.EvaluationText;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.experiment.RecordedSplit;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.quantization.VerdictChange;
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
        name = "evaluate",
        description =
                "Lets a model classify the photographs of a split, and prints how good it is. Photographs that cannot"
                        + " be decoded are listed and enter no figure.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The figures were printed.",
            "1:They were not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not evaluate --model models/first --data photographs --split test",
            "  car-or-not evaluate --model models/first --data photographs \\",
            "      --split real_world --figures figures.json --predictions predictions.csv"
        })
final class EvaluateCommand implements Runnable {
    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = Dataset.TEST,
            description = "Which photographs: a split's name, or 'all' (default: test).")
    private String split;

    @Mixin
    private JsonOption json;

    @Option(names = "--figures", paramLabel = "FILE", description = "Writes the figures as JSON, too.")
    private Path figures;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Writes path, label and probability of every photograph as CSV, too.")
    private Path predictions;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes the HTML file of 'car-or-not report' for this split, too.")
    private Path report;

    @Option(names = "--check", paramLabel = "FILE", description = "For --report. " + ReportCommand.CHECK)
    private Path check;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The seed of the random split, for data without a manifest (default: that of the model's own"
                    + " training, so that its test photographs are those that it has not seen).")
    private Long seed;

    @Option(
            names = "--shares",
            paramLabel = "N,N,N",
            split = ",",
            hideParamSyntax = true,
            description = "The shares of train, validation and test in that split, such as 50,30,20 (default: those of"
                    + " the model's own training).")
    private List<Double> shares;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = PrecisionConverter.class,
            description = "The arithmetic: auto (default; int8 where the model has it), int8, bf16, fp32 or eager.")
    private PrecisionChoice precision;

    @Option(
            names = "--against",
            paramLabel = "NAME",
            converter = PrecisionConverter.class,
            description = "A second precision; says how many verdicts it changes.")
    private PrecisionChoice against;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (check != null && report == null) {
            throw new ParameterException(spec.commandLine(), "Option '--check' is for '--report'");
        }
        Artifact artifact = model.artifact(console);
        RandomSplit randomSplit = randomSplit(RecordedSplit.of(artifact.manifest()));
        ProgressFactory progress = console.progress();
        Labels labels = artifact.manifest().labels();
        Dataset dataset = new DatasetReader(labels, randomSplit, progress).read(data.path());
        Predictions predicted = Models.predict(artifact, precision, dataset.split(split), progress);
        if (predictions != null) {
            EvaluationFiles.writePredictions(predicted, labels, predictions);
        }
        Evaluation evaluation = Evaluation.of(predicted, dataset, split);
        if (figures != null) {
            EvaluationFiles.writeJson(evaluation, figures);
        }
        if (!json.isSet()) {
            console.out().print(EvaluationText.of(evaluation));
        }
        if (report != null) {
            new Reports(artifact, precision, dataset, progress)
                    .write(
                            List.of(split),
                            Map.of(split, predicted),
                            Integer.parseInt(ReportCommand.CHANGED),
                            Optional.empty(),
                            Optional.ofNullable(check),
                            report);
        }
        Optional<Predictions> other = Optional.ofNullable(against)
                .map(choice -> Models.predict(artifact, choice, dataset.split(split), progress));
        Optional<VerdictChange> change = other.map(said -> VerdictChange.between(split, predicted, said));
        json.print(
                console,
                () -> {
                    ObjectNode object = EvaluationFiles.toJson(evaluation);
                    change.ifPresent(said -> object.putPOJO("change", said));
                    return object;
                },
                () -> change.ifPresent(said -> console.out()
                        .println(predicted.model().precision() + " changes " + said + ", against "
                                + other.orElseThrow().model().precision() + ".")));
    }

    private RandomSplit randomSplit(RandomSplit recorded) {
        if (shares != null && shares.size() != 3) {
            throw new ParameterException(spec.commandLine(), "Option '--shares' needs three numbers, such as 50,30,20");
        }
        try {
            return new RandomSplit(
                    seed == null ? recorded.seed() : seed,
                    shares == null ? recorded.train() : shares.get(0),
                    shares == null ? recorded.validation() : shares.get(1),
                    shares == null ? recorded.test() : shares.get(2));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
