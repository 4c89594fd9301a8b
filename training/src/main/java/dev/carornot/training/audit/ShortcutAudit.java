package dev.carornot.training.audit;

import dev.carornot.classifier.image.ImageFormat;
import dev.carornot.training.audit.ShortcutReport.Figure;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.evaluation.Metrics.Confusion;
import dev.carornot.training.fingerprint.FileProperties;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Guesses labels from what a file tells without a look at the picture: width, height, their ratio and product, bytes a
 * pixel, format, and a JPEG's quantisation, chroma subsampling and progression. Where that works, a network may learn the
 * same, and a good figure says less than it seems to. The guesser is a random forest; the same photographs give the same
 * figures, in whatever order they are listed. Stateless and thread-safe.
 */
public final class ShortcutAudit {
    /** The figure of photographs that are tested by forests grown on the others has this after its split's name. */
    private static final String OUT_OF_FOLD = " (out of fold)";

    private static final int FOLDS = 5;
    /** Fewer photographs of a class than this cannot be dealt to the folds so that each has some. */
    private static final int FEWEST = 2 * FOLDS;

    private static final long SEED = 0;

    private ShortcutAudit() {}

    /** A photograph's properties and what is to be guessed of it. */
    private record Example(Photograph photograph, FileProperties file, boolean positive) {
        double[] features() {
            double pixels = (double) file.width() * file.height();
            return new double[] {
                file.width(),
                file.height(),
                (double) file.width() / file.height(),
                pixels,
                file.bytes() / pixels,
                file.format() == ImageFormat.JPEG ? 1 : 0,
                file.format() == ImageFormat.PNG ? 1 : 0,
                file.coarseness(),
                file.chromaPixels(),
                file.progressive() ? 1 : 0
            };
        }
    }

    /**
     * Grows a forest on {@code train} and lets it guess the other splits' labels; those of {@code train} are guessed by
     * forests on four fifths of it each. Empty when {@code train} has fewer than ten photographs of a class.
     */
    public static Optional<ShortcutReport> of(Dataset dataset, ProgressFactory progress) {
        List<Example> examples = examples(dataset.photographs(), Photograph::positive, progress);
        List<Example> train = inSplit(examples, Dataset.TRAIN);
        if (!suffices(train)) {
            return Optional.empty();
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(outOfFold(Dataset.TRAIN + OUT_OF_FOLD, train));
        RandomForest forest = grow(train);
        for (String split : dataset.splits()) {
            if (!split.equals(Dataset.TRAIN)) {
                guessed(split, forest, examples).ifPresent(figures::add);
            }
        }
        return Optional.of(new ShortcutReport(train.size(), figures));
    }

    /**
     * The figure of one split other than {@code train}, as {@link #of} has it, for a report on that split: faster, since it
     * reads that split and {@code train} alone and grows one forest. Empty when one of them does not suffice.
     */
    public static Optional<Figure> ofSplit(String split, Dataset dataset, ProgressFactory progress) {
        List<Photograph> needed = dataset.photographs().stream()
                .filter(photograph -> photograph.split().equals(Dataset.TRAIN)
                        || photograph.split().equals(split))
                .toList();
        List<Example> examples = examples(needed, Photograph::positive, progress);
        List<Example> train = inSplit(examples, Dataset.TRAIN);
        return suffices(train) ? guessed(split, grow(train), examples) : Optional.empty();
    }

    private static Optional<Figure> guessed(String split, RandomForest forest, List<Example> examples) {
        List<Example> tested = inSplit(examples, split);
        return tested.isEmpty() ? Optional.empty() : Optional.of(figure(split, tested, guesses(forest, tested)));
    }

    /**
     * How far a model's verdicts can be guessed in the same way, each by a forest grown on four fifths of the others: a
     * model whose verdicts follow the file properties more than the labels do has learnt them. Empty when there are fewer
     * than ten of a verdict.
     *
     * @param verdicts whether the model took the photograph for the positive class
     * @param name what the figure calls these photographs
     */
    public static Optional<Figure> ofVerdicts(
            String name, Map<Photograph, Boolean> verdicts, ProgressFactory progress) {
        List<Example> examples = examples(verdicts.keySet(), verdicts::get, progress);
        return suffices(examples) ? Optional.of(outOfFold(name + OUT_OF_FOLD, examples)) : Optional.empty();
    }

    private static List<Example> examples(
            Collection<Photograph> photographs, Predicate<Photograph> positive, ProgressFactory progress) {
        // By content, so that the order of listing does not matter.
        List<Photograph> sorted = photographs.stream()
                .sorted(Comparator.comparing(Photograph::sha256).thenComparing(Photograph::path))
                .toList();
        List<Example> examples = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (Progress shown = progress.start("Reading headers", "photographs", sorted.size());
                OrderedWork<Optional<Example>> work = new OrderedWork<>("headers", threads, 4 * threads, example -> {
                    example.ifPresent(examples::add);
                    shown.advance(1);
                })) {
            sorted.forEach(photograph -> work.submit(() -> example(photograph, positive.test(photograph))));
            work.finish();
        }
        return examples;
    }

    private static Optional<Example> example(Photograph photograph, boolean positive) {
        try {
            return FileProperties.of(Files.readAllBytes(photograph.file()))
                    .map(properties -> new Example(photograph, properties, positive));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<Example> inSplit(List<Example> examples, String split) {
        return examples.stream()
                .filter(example -> example.photograph().split().equals(split))
                .toList();
    }

    private static boolean suffices(List<Example> examples) {
        long positives = examples.stream().filter(Example::positive).count();
        return positives >= FEWEST && examples.size() - positives >= FEWEST;
    }

    private static RandomForest grow(List<Example> examples) {
        boolean[] positive = new boolean[examples.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = examples.get(i).positive();
        }
        return RandomForest.train(examples.stream().map(Example::features).toArray(double[][]::new), positive, SEED);
    }

    private static double[] guesses(RandomForest forest, List<Example> examples) {
        return examples.stream()
                .mapToDouble(example -> forest.probability(example.features()))
                .toArray();
    }

    /** Copies of a photograph are in one fold, since the examples are sorted by content and dealt by runs of it. */
    private static Figure outOfFold(String name, List<Example> examples) {
        int[] folds = new int[examples.size()];
        int contents = 0;
        for (int i = 0; i < folds.length; i++) {
            boolean copy = i > 0
                    && examples.get(i)
                            .photograph()
                            .sha256()
                            .equals(examples.get(i - 1).photograph().sha256());
            contents += copy ? 0 : 1;
            folds[i] = contents % FOLDS;
        }
        double[] guesses = new double[examples.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Example> others = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] != fold) {
                    others.add(examples.get(i));
                }
            }
            RandomForest forest = grow(others);
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] == fold) {
                    guesses[i] = forest.probability(examples.get(i).features());
                }
            }
        }
        return figure(name, examples, guesses);
    }

    private static Figure figure(String split, List<Example> examples, double[] guesses) {
        boolean[] positive = new boolean[guesses.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = examples.get(i).positive();
        }
        Confusion confusion = Metrics.confusion(guesses, positive);
        int count = confusion.count();
        int right = count - confusion.errors();
        int positives = confusion.truePositives() + confusion.falseNegatives();
        int negatives = count - positives;
        boolean both = positives > 0 && negatives > 0;
        double accuracy = (double) right / count;
        return new Figure(
                split,
                count,
                right,
                accuracy,
                Metrics.wilson(right, count),
                both
                        ? ((double) confusion.truePositives() / positives
                                        + (double) confusion.trueNegatives() / negatives)
                                / 2
                        : accuracy,
                both ? Metrics.auroc(guesses, positive) : 0.5,
                (double) Math.max(positives, negatives) / count);
    }
}
