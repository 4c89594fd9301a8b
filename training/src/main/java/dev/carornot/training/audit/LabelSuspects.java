package dev.carornot.training.audit;

import dev.carornot.training.audit.Duplicates.Place;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.fingerprint.Groups;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels that are probably wrong.
 *
 * @param examined photographs
 * @param outOfFoldAccuracy of the model that doubts them, in 0..1
 * @param positiveThreshold mean probability that positives have of being positive
 * @param negativeThreshold mean probability that negatives have of being negative
 * @param suspects the surest first
 */
public record LabelSuspects(
        int examined,
        double outOfFoldAccuracy,
        double positiveThreshold,
        double negativeThreshold,
        List<Suspect> suspects) {
    private static final int FOLDS = 5;

    public LabelSuspects {
        suspects = List.copyOf(suspects);
    }

    /**
     * A suspect.
     *
     * @param probability of the class that its label says, in 0..1
     */
    public record Suspect(Place place, double probability) {}

    /**
     * Looks for suspects by logistic regressions on features, each fitted on four fifths of the photographs and asked about
     * the rest; look-alikes are in one fifth, or they would vouch for each other.
     *
     * @param photographs sorted by content; both classes occur
     * @param vectors their features
     * @param lookAlikes groups of photographs, by index
     */
    static LabelSuspects find(
            List<Photograph> photographs,
            List<float[]> vectors,
            Groups lookAlikes,
            LabelNames labels,
            ProgressFactory progress) {
        boolean[] positive = new boolean[photographs.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = photographs.get(i).positive();
        }
        int[] folds = folds(photographs, lookAlikes);
        double[] probability = new double[positive.length];
        try (Progress shown = progress.start("Doubting labels", "folds", FOLDS)) {
            IntStream.range(0, FOLDS).parallel().forEach(fold -> {
                predict(fold, folds, vectors, positive, probability);
                shown.advance(1);
            });
        }
        List<Suspect> suspects = ConfidentLearning.suspects(probability, positive).stream()
                .map(suspect -> new Suspect(labels.place(photographs.get(suspect.index())), suspect.given()))
                .toList();
        Metrics.Confusion confusion = Metrics.confusion(probability, positive);
        return new LabelSuspects(
                positive.length,
                1 - (double) confusion.errors() / confusion.count(),
                ConfidentLearning.threshold(probability, positive, true),
                ConfidentLearning.threshold(probability, positive, false),
                suspects);
    }

    /** Groups are dealt in turn, positive and negative ones apart, so that each fold has its share of both. */
    private static int[] folds(List<Photograph> photographs, Groups lookAlikes) {
        int[] folds = new int[photographs.size()];
        int[] dealt = new int[2];
        List<List<Integer>> groups = new ArrayList<>(lookAlikes.members());
        groups.sort(Comparator.comparing(members -> members.get(0)));
        for (List<Integer> members : groups) {
            int type = photographs.get(members.get(0)).positive() ? 1 : 0;
            for (int member : members) {
                folds[member] = dealt[type] % FOLDS;
            }
            dealt[type]++;
        }
        return folds;
    }

    private static void predict(
            int fold, int[] folds, List<float[]> vectors, boolean[] positive, double[] probability) {
        int[] others =
                IntStream.range(0, folds.length).filter(i -> folds[i] != fold).toArray();
        boolean[] labels = new boolean[others.length];
        List<float[]> rows = new ArrayList<>(others.length);
        for (int i = 0; i < others.length; i++) {
            labels[i] = positive[others[i]];
            rows.add(vectors.get(others[i]));
        }
        LogisticRegression model = LogisticRegression.fit(rows, labels);
        for (int i = 0; i < folds.length; i++) {
            if (folds[i] == fold) {
                probability[i] = model.probability(vectors.get(i));
            }
        }
    }
}
