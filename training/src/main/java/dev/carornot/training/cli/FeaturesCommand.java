package dev.carornot.training.cli;

import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.experiment.FeatureWork;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Elsewhere;
import dev.carornot.training.features.Elsewhere.Recipe;
import dev.carornot.training.features.FrozenBackbone;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "features",
        description =
                "Computes the features that 'train' with 'train: head' would compute first, here or on a Spark cluster, and"
                        + " keeps them in the cache that it reads. What the cache has is not computed again.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The cache has the features of every photograph that can be read.",
            "1:It has not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not features --config head.yaml --data photographs \\",
            "      --backbone resnet50.safetensors",
            "  car-or-not features --config head.yaml --data /shared/photographs \\",
            "      --backbone resnet50.safetensors --on spark \\",
            "      --master spark://host:7077 --work /shared/work"
        })
final class FeaturesCommand implements Runnable {
    private static final String SUFFIX = ".features";

    /** What is printed as JSON. */
    private record Filled(int computed, int left) {}

    /** Where features are computed. */
    enum Place {
        HERE,
        SPARK
    }

    private final Console console;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = TrainingOptions.CONFIG)
    private Path config;

    @Mixin
    private DataOption data;

    @Option(names = "--backbone", required = true, paramLabel = "FILE", description = "Pre-trained weights.")
    private Path backbone;

    @Mixin
    private CacheOption cache;

    @Option(
            names = "--on",
            paramLabel = "PLACE",
            defaultValue = "here",
            description = "Where they are computed: here (default), or spark.")
    private Place place;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "With --on spark: the cluster (default: local[*], all cores of this machine).")
    private String master;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "With --on spark: a folder that all of the cluster's machines see, as they must see the photographs"
                            + " (default: a temporary one on this machine).")
    private Path work;

    @Mixin
    private JsonOption json;

    FeaturesCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Path folder = cache.folder(console);
        FeatureWork wanted = FeatureWork.of(config, data.path(), backbone, folder, console.progress());
        if (place == Place.HERE) {
            FrozenBackbone.Extraction extraction =
                    wanted.backbone().extract(List.of(wanted.photographs()), folder, console.progress());
            tell(
                    extraction.computed(),
                    extraction.features().get(0).unreadable().size());
            return;
        }
        try (Elsewhere elsewhere = wanted.backbone().elsewhere(folder)) {
            List<Photograph> missing = elsewhere.missing(wanted.photographs());
            int taken = missing.isEmpty() ? 0 : compute(elsewhere, missing);
            tell(taken, missing.size() - taken);
        }
    }

    private void tell(int computed, int left) {
        json.print(
                console,
                () -> new Filled(computed, left),
                () -> console.out()
                        .println(
                                "Features of " + computed + " photographs were computed; " + left + " were left out."));
    }

    private int compute(Elsewhere elsewhere, List<Photograph> missing) {
        Path folder = null;
        try {
            folder = work == null
                    ? Files.createTempDirectory("car-or-not-features")
                    : Files.createTempDirectory(Files.createDirectories(work), "features");
            Path table = Files.writeString(folder.resolve("photographs.csv"), table(missing));
            Path out = folder.resolve("computed");
            BatchCommand.run(console, arguments(elsewhere.recipe(), table, out));
            int taken = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "*" + SUFFIX)) {
                for (Path file : files) {
                    taken += elsewhere.take(file);
                }
            }
            return taken;
        } catch (IOException e) {
            throw new UserException(
                    "The folder '" + (folder == null ? work : folder) + "' cannot be used: " + e.getMessage()
                            + "; name another with --work.",
                    e);
        } finally {
            delete(folder);
        }
    }

    /** RFC 4180, as Spark reads it. */
    private static String table(List<Photograph> photographs) throws IOException {
        StringBuilder table = new StringBuilder("path,version,bytes\n");
        for (Photograph photograph : photographs) {
            Path file = photograph.file().toAbsolutePath();
            table.append('"')
                    .append(file.toString().replace("\"", "\"\""))
                    .append("\",")
                    .append(photograph.sha256())
                    .append(',')
                    .append(Files.size(file))
                    .append('\n');
        }
        return table.toString();
    }

    private List<String> arguments(Recipe recipe, Path table, Path out) {
        List<String> arguments = new ArrayList<>(List.of(
                "features",
                "--backbone",
                recipe.file().toAbsolutePath().toString(),
                "--sha256",
                recipe.digest(),
                "--variant",
                recipe.backbone().variant().name(),
                "--blocks",
                joined(recipe.backbone().blocks()),
                "--width",
                String.valueOf(recipe.backbone().width()),
                "--resize",
                String.valueOf(recipe.input().resize()),
                "--crop",
                String.valueOf(recipe.input().crop()),
                "--aspect",
                String.valueOf(recipe.input().aspect()),
                "--mean",
                joined(recipe.normalization().mean()),
                "--std",
                joined(recipe.normalization().std()),
                "--precision",
                recipe.precision(),
                "--jpeg-decoder",
                recipe.jpegDecoder(),
                "--table",
                table.toAbsolutePath().toString(),
                "--out",
                out.toAbsolutePath().toString()));
        if (master != null) {
            arguments.addAll(List.of("--master", master));
        }
        return arguments;
    }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // It is a working folder: what stays harms nobody.
            return;
        }
    }
}
