package dev.carornot.training.cli;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.training.audit.Audit;
import dev.carornot.training.audit.AuditFiles;
import dev.carornot.training.audit.AuditReport;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.progress.ProgressFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Looks for what is wrong with photographs before anybody trains on them: unreadable files,"
                + " duplicates, classes by source, suspected labels, and how well labels can be guessed without a look"
                + " at the picture. Writes report.json and report.html.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The report was written, whatever it warns of.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not dataset check photographs --out report",
            "  car-or-not dataset check data/manifest.csv --backbone resnet50.safetensors \\",
            "      --variant v1 --through 3 --out report"
        })
final class DatasetCheckCommand implements Runnable {
    private static final int STAGES = 4;

    /** What is printed as JSON. */
    private record Checked(int photographs, List<String> warnings, String report, String figures) {}

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = DataOption.DESCRIPTION)
    private Path data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the report; an older report in it is replaced.")
    private Path out;

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            description = "Weights of a ResNet-50, as safetensors or as a PyTorch checkpoint: without them features are"
                    + " not compared and labels not doubted.")
    private Path backbone;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            defaultValue = "v1.5",
            description = "Where its stages stride: v1 or v1.5 (default: v1.5, as torchvision's weights).")
    private String variant;

    @Option(
            names = "--through",
            paramLabel = "N",
            defaultValue = "4",
            description = "The last of its stages that is in the file, 1 to 4 (default: 4).")
    private int through;

    @Mixin
    private CacheOption cache;

    @Mixin
    private ClassNames classes;

    @Mixin
    private JsonOption json;

    DatasetCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        DatasetReader reader = new DatasetReader(classes.labels(), RandomSplit.DEFAULT, console.progress());
        BackboneConfiguration shape = shape();
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UserException("'" + out + "' is a file; name a folder for the report with --out.");
        }
        ProgressFactory progress = console.progress();
        Function<List<Photograph>, Features> features = backbone == null ? null : features(shape, progress);
        Dataset dataset = reader.read(data);
        AuditReport report = new Audit(progress).run(dataset, features);
        AuditFiles.write(report, dataset, out);
        json.print(
                console,
                () -> new Checked(
                        report.photographs(),
                        report.warnings(),
                        out.resolve("report.html").toString(),
                        out.resolve("report.json").toString()),
                () -> print(report));
    }

    private void print(AuditReport report) {
        console.out().println(report.photographs() + " photographs were checked:");
        List<String> warnings = report.warnings();
        warnings.forEach(warning -> console.out().println("  " + warning));
        if (warnings.isEmpty()) {
            console.out().println("  Nothing to warn of was found.");
        }
        console.out().println("The report is '" + out.resolve("report.html") + "', and for programs 'report.json'.");
    }

    private Function<List<Photograph>, Features> features(BackboneConfiguration shape, ProgressFactory progress) {
        FrozenBackbone frozen =
                FrozenBackbone.read(backbone, shape, InputSize.IMAGENET, Normalization.IMAGENET, PrecisionChoice.AUTO);
        return photographs -> frozen.extract(List.of(photographs), cache.folder(console), progress)
                .features()
                .get(0);
    }

    private BackboneConfiguration shape() {
        Variant stride = switch (variant) {
            case "v1" -> Variant.V1;
            case "v1.5" -> Variant.V1_5;
            default ->
                throw new ParameterException(
                        spec.commandLine(), "Option '--variant' knows v1 and v1.5, not '" + variant + "'");
        };
        if (through < 1 || through > STAGES) {
            throw new ParameterException(spec.commandLine(), "Option '--through' is 1 to 4, not " + through);
        }
        return BackboneConfiguration.resNet50(stride, through);
    }
}
