package dev.carornot.training.cli;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.ClassifierOptions;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;
import dev.carornot.training.dataset.PhotographFiles;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "classify",
        description =
                "Says of each photograph what it shows: a line with the verdict, the probability of the positive class"
                        + " and the path. A photograph that cannot be read or decoded gets a line, too, with the reason.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every photograph was classified.",
            "1:At least one was refused or could not be read, or nothing could be done at all.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not classify --model models/first photograph.jpg holiday/",
            "  car-or-not classify --model models/first --csv uploads/ > verdicts.csv",
            "  car-or-not classify --model models/first --explain why holiday/",
            "  car-or-not classify --model models/first --json - < photograph.jpg"
        })
final class ClassifyCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");
    /** Photographs under way for each thread, so that a large one does not hold up the others. */
    private static final int AHEAD = 4;

    /** Longer side of an explained photograph, in pixels: what a screen shows of it. */
    private static final int LONGEST_OVERLAY = 1024;

    private final Console console;

    @Mixin
    private ModelOption model;

    @ArgGroup
    private Format format = new Format();

    static final class Format {
        @Option(names = "--json", description = JsonOption.DESCRIPTION)
        private boolean json;

        @Option(names = "--csv", description = "Prints CSV with a header.")
        private boolean csv;
    }

    @Option(
            names = "--explain",
            paramLabel = "DIR",
            description =
                    "Writes each photograph into this folder as a PNG that shows where the verdict comes from: orange"
                            + " speaks for the positive class, blue against it, darker parts were not looked at. With --json the"
                            + " numbers are printed, too.")
    private Path explain;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description =
                    "Photographs; a folder stands for every file below it, sorted by path, but for those whose names"
                            + " begin with a dot; '-' reads one photograph from standard input.")
    private List<Path> places = new ArrayList<>();

    ClassifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<OverlayFolder> overlays = Optional.ofNullable(explain).map(OverlayFolder::new);
        List<Path> photographs = new ArrayList<>();
        for (Path place : places) {
            photographs.addAll(found(place, overlays));
        }
        AnswerFormat answers = format.json ? AnswerFormat.JSON : format.csv ? AnswerFormat.CSV : AnswerFormat.TEXT;
        boolean[] refused = {false};
        if (photographs.isEmpty()) {
            throw new UserException("There are no photographs in "
                    + places.stream().map(Path::toString).collect(Collectors.joining(", ")) + ".");
        }
        try (Classifier classifier = Models.open(model.artifact(console))) {
            answers.header().ifPresent(console.out()::println);
            int threads = Math.min(Runtime.getRuntime().availableProcessors(), photographs.size());
            // On a terminal the verdicts themselves show how far it is.
            ProgressFactory progress = console.outIsTerminal() ? ProgressFactory.SILENT : console.progress();
            try (Progress shown = progress.start("Classifying", "photographs", photographs.size());
                    OrderedWork<Answer> work = new OrderedWork<>("classifier", threads, AHEAD * threads, answer -> {
                        console.out().println(answers.line(answer));
                        refused[0] |= answer.isRefused();
                        shown.advance(1);
                    })) {
                for (Path path : photographs) {
                    Optional<Path> overlay = overlays.map(folder -> folder.place(path));
                    work.submit(() -> classify(classifier, path, overlay));
                }
                work.finish();
            }
        }
        return refused[0] ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static List<Path> found(Path place, Optional<OverlayFolder> overlays) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try {
            // What an earlier run has written is not to be explained again.
            return PhotographFiles.under(place).stream()
                    .filter(file -> overlays.isEmpty() || !overlays.get().holds(file))
                    .toList();
        } catch (IOException e) {
            throw new UserException("The folder '" + place + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private Answer classify(Classifier classifier, Path path, Optional<Path> overlay) {
        byte[] bytes;
        try (InputStream in = path.equals(STANDARD_INPUT) ? console.in() : Files.newInputStream(path)) {
            // One byte more than is looked at is enough to be refused as too large.
            int most = Math.toIntExact(ClassifierOptions.DEFAULT.limits().bytes() + 1);
            bytes = in.readNBytes(most);
        } catch (NoSuchFileException e) {
            return Answer.unreadable(path.toString(), "There is no such file.");
        } catch (IOException e) {
            return Answer.unreadable(path.toString(), "The file cannot be read: " + e.getMessage() + ".");
        }
        if (overlay.isPresent()) {
            return explained(classifier.overlay(bytes, LONGEST_OVERLAY), path, overlay.get());
        }
        Verdict verdict = classifier.classify(bytes);
        return verdict instanceof Verdict.Classified classified
                ? Answer.classified(path.toString(), classified)
                : Answer.refused(path.toString(), ((Verdict.Refused) verdict).refusal());
    }

    private static Answer explained(Overlay overlay, Path path, Path file) {
        if (overlay instanceof Overlay.Refused refused) {
            return Answer.refused(path.toString(), refused.verdict().refusal());
        }
        Overlay.Painted painted = (Overlay.Painted) overlay;
        OverlayFolder.write(file, painted.png());
        return Answer.explained(path.toString(), painted.explanation(), file);
    }
}
