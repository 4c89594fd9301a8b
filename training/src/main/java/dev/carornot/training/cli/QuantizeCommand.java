package dev.carornot.training.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.experiment.RecordedSplit;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.quantization.Quantizer;
import dev.carornot.training.quantization.VerdictChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "quantize",
        description =
                "Adds int8 weights to a model that was trained before: calibrates them on photographs of the training"
                        + " split, and compares the verdicts on the validation split.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The model with int8 weights was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not quantize --model models/first --data photographs --out m/int8",
            "  car-or-not quantize --model models/first --data photographs --out m/int8 \\",
            "      --force"
        })
final class QuantizeCommand implements Runnable {
    private static final JsonMapper JSON = new JsonMapper();

    /** It answers otherwise than the model that it was made from, so it is another version. */
    private static final String VERSION_SUFFIX = "-int8";

    /** What is printed as JSON. */
    private record Written(String artifact, VerdictChange int8Change) {}

    private final Console console;

    @Mixin
    private ModelOption model;

    @Mixin
    private DataOption data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the model with int8 weights; it must not hold files yet.")
    private Path out;

    @Option(
            names = "--force",
            description = "Writes them even if they change more than 0.2 %% of the verdicts on the validation"
                    + " photographs.")
    private boolean force;

    @Mixin
    private JsonOption json;

    QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Artifact artifact = model.artifact(console);
        RandomSplit split = RecordedSplit.of(artifact.manifest());
        Dataset dataset = new DatasetReader(artifact.manifest().labels(), split, console.progress()).read(data.path());
        Quantizer.Quantized quantized =
                new Quantizer(dataset, console.progress()).quantize(artifact, List.of(), split.seed());
        if (quantized.kept(force).isEmpty()) {
            throw new UserException("'" + out + "' was not written. " + quantized.outcome(force));
        }
        ObjectNode figures = artifact.manifest().evaluation().deepCopy();
        figures.set("int8Change", JSON.valueToTree(quantized.change()));
        try {
            ArtifactWriter.write(
                    out,
                    artifact.manifest()
                            .withVersion(artifact.manifest().version() + VERSION_SUFFIX)
                            .withEvaluation(figures),
                    artifact.weights().tensors(),
                    quantized.kept(force),
                    Map.of());
        } catch (IOException e) {
            throw new UserException("'" + out + "' cannot be written: " + e.getMessage() + ".", e);
        }
        json.print(
                console,
                () -> new Written(out.toString(), quantized.change()),
                () -> console.out().println("Written to '" + out + "'. " + quantized.outcome(force)));
    }
}
