package dev.carornot.training.cli;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.experiment.Study;
import dev.carornot.training.experiment.TrainRequest;
import dev.carornot.training.experiment.TrainingSummary;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.report.StudyReport;
import dev.carornot.training.study.SplitFigures;
import dev.carornot.training.study.StudyFiles;
import dev.carornot.training.study.StudyResults;
import dev.carornot.training.study.StudyResults.OfRun;
import dev.carornot.training.study.StudyResults.OfStudy;
import dev.carornot.training.study.StudyResults.Outcome;
import dev.carornot.training.study.StudyRunner;
import dev.carornot.training.study.WriteUp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "experiments",
        description =
                "Runs the write-up's three experiments, or others of the kind: trains many heads on one backbone's"
                        + " features and sets them side by side, with baselines that never look at a picture. Writes"
                        + " report.html, which needs nothing beside it, results.json and results.csv.",
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
            "  car-or-not experiments --data photographs \\",
            "      --backbone resnet50.safetensors --out report",
            "  car-or-not experiments --data photographs \\",
            "      --backbone resnet50.safetensors --study mine.yaml --out report",
            "  car-or-not experiments --data photographs \\",
            "      --backbone resnet50.safetensors --keep seed-3.batch-128 --out models/m"
        })
final class ExperimentsCommand implements Runnable {
    /** What is printed as JSON: the files, and how long it took. */
    private record Written(String report, String results, String table, double featureSeconds, double studySeconds) {}

    private final Console console;

    @Mixin
    private DataOption data;

    @Option(
            names = "--backbone",
            required = true,
            paramLabel = "FILE",
            description = "Pre-trained weights, as safetensors or as a PyTorch checkpoint.")
    private Path backbone;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder for the report; an older report in it is replaced.")
    private Path out;

    @Mixin
    private CacheOption cache;

    @Option(
            names = "--study",
            paramLabel = "FILE",
            description = "A study of your own, a YAML file, instead of the write-up's; may be given several times.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The first seed; runs of three seeds take the next two, too (default: 1).")
    private long seed;

    @Option(
            names = "--keep",
            paramLabel = "STUDY.RUN",
            description =
                    "Writes no report, but trains this run again, with the first seed, and writes its model to the folder"
                            + " --out.")
    private String kept;

    @Mixin
    private JsonOption json;

    ExperimentsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Study> studies = files.isEmpty()
                ? WriteUp.studies()
                : files.stream().map(Study::read).toList();
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new UserException("'" + out + "' is a file; name a folder for the report with --out.");
        }
        StudyRunner runner = new StudyRunner(studies, seed, console.progress());
        Path features = cache.folder(console);
        if (kept != null) {
            TrainRequest request = new TrainRequest(null, data.path(), backbone, out, features, false);
            TrainingSummary summary = runner.keep(kept, request);
            json.print(
                    console, () -> TrainingSummaries.object(summary), () -> TrainingSummaries.print(summary, console));
            return;
        }
        StudyResults results = runner.run(data.path(), backbone, features);
        StudyFiles.writeJson(results, out.resolve("results.json"));
        StudyFiles.writeCsv(results, out.resolve("results.csv"));
        StudyReport.write(results, out.resolve("report.html"));
        json.print(
                console,
                () -> new Written(
                        out.resolve("report.html").toString(),
                        out.resolve("results.json").toString(),
                        out.resolve("results.csv").toString(),
                        results.featureSeconds(),
                        results.studySeconds()),
                () -> print(results));
    }

    private void print(StudyResults results) {
        for (OfStudy study : results.studies()) {
            console.out().println(study.name() + ": " + study.title());
            for (OfRun run : study.runs()) {
                List<String> tested = run.outcomes().get(0).splits().stream()
                        .map(SplitFigures::split)
                        .filter(split -> !split.equals(Dataset.TRAIN) && !split.equals(Dataset.VALIDATION))
                        .toList();
                console.out()
                        .println("  " + run.name() + ": wrong "
                                + tested.stream()
                                        .map(split -> errors(run, split))
                                        .collect(Collectors.joining("; ")));
            }
        }
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "Features took %.1f s (%,d computed), the heads %.1f s.",
                        results.featureSeconds(),
                        results.featuresComputed(),
                        results.studySeconds()));
        if (!results.unreadable().isEmpty()) {
            console.out().println("Left out, since they cannot be read:");
            results.unreadable().forEach(unreadable -> console.out().println("  " + unreadable));
        }
        console.out()
                .println("The report is '" + out.resolve("report.html")
                        + "', and for programs 'results.json' and 'results.csv'.");
    }

    private static String errors(OfRun run, String split) {
        return run.outcomes().stream()
                .map(Outcome::splits)
                .flatMap(List::stream)
                .filter(figures -> figures.split().equals(split))
                .map(figures -> figures.errors() + " of " + figures.count())
                .collect(Collectors.joining(", ", "", " in " + split));
    }
}
