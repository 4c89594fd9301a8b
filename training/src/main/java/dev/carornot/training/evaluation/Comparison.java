package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Metrics.Interval;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.failure.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two models on the same photographs, at 0.5. Photographs that either refused are left aside.
 *
 * @param dataDigest of the whole data set
 * @param split the photographs'
 * @param photographs that both classified
 * @param leftAside that at least one refused
 * @param bothRight photographs
 * @param onlyFirst that the first alone gets right
 * @param onlySecond that the second alone gets right
 * @param neither photographs
 * @param pValue {@link McNemar#exact}
 * @param accuracyDifference second less first
 * @param accuracyInterval of it, by the paired bootstrap
 * @param aurocDifference second less first
 * @param aurocInterval of it, by the paired bootstrap
 * @param discordant photographs that exactly one gets right, those with the largest difference first
 */
public record Comparison(
        ModelDescription first,
        ModelDescription second,
        String dataDigest,
        String split,
        int photographs,
        int leftAside,
        int bothRight,
        int onlyFirst,
        int onlySecond,
        int neither,
        double pValue,
        double accuracyDifference,
        Interval accuracyInterval,
        double aurocDifference,
        Interval aurocInterval,
        List<Discordant> discordant) {
    /** Two models are told apart below it: what is usual. */
    public static final double LEVEL = 0.05;

    public Comparison {
        discordant = List.copyOf(discordant);
    }

    /**
     * A photograph that exactly one model gets right.
     *
     * @param label the true one
     * @param first probability of the positive class
     * @param second probability of the positive class
     * @param right 1 or 2: which of the two models
     */
    public record Discordant(String path, String label, double first, double second, int right) {}

    /** Whether McNemar's test tells the two apart at the level of 5 %. */
    public boolean isDifferent() {
        return pValue < LEVEL;
    }

    /**
     * Compares.
     *
     * @param first what one model says of the photographs of {@code split}
     * @param second what the other says of the same
     * @throws UserException when the models' labels differ, or refusals leave no photograph of one class
     */
    public static Comparison of(Predictions first, Predictions second, String dataDigest, String split) {
        if (!first.model().labels().equals(second.model().labels())) {
            throw new UserException("The two models cannot be compared: one tells '"
                    + first.model().labels().positive() + "' from '"
                    + first.model().labels().negative() + "', the other '"
                    + second.model().labels().positive() + "' from '"
                    + second.model().labels().negative() + "'.");
        }
        Map<String, Prediction> others = new HashMap<>();
        second.classified().forEach(p -> others.put(p.photograph().path(), p));
        List<Prediction> ones = first.classified().stream()
                .filter(p -> others.containsKey(p.photograph().path()))
                .toList();
        double[] one = new double[ones.size()];
        double[] other = new double[one.length];
        boolean[] positive = new boolean[one.length];
        int[] cells = new int[4];
        List<Discordant> discordant = new ArrayList<>();
        for (int i = 0; i < one.length; i++) {
            Prediction here = ones.get(i);
            Photograph photograph = here.photograph();
            Prediction there = others.get(photograph.path());
            one[i] = here.probability();
            other[i] = there.probability();
            positive[i] = photograph.positive();
            cells[(here.isError() ? 2 : 0) + (there.isError() ? 1 : 0)]++;
            if (here.isError() != there.isError()) {
                discordant.add(new Discordant(
                        photograph.path(),
                        first.model().labels().of(positive[i]),
                        one[i],
                        other[i],
                        here.isError() ? 2 : 1));
            }
        }
        int total = first.classified().size() + first.refused().size();
        Evaluation.requireBothClasses(positive, split, total);
        discordant.sort(Comparator.comparingDouble(d -> -Math.abs(d.first() - d.second())));
        Bootstrap.Differences differences = new Bootstrap(positive).differences(one, other, positive);
        return new Comparison(
                first.model(),
                second.model(),
                dataDigest,
                split,
                one.length,
                total - one.length,
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                McNemar.exact(cells[1], cells[2]),
                (double) (cells[2] - cells[1]) / one.length,
                differences.accuracy(),
                Metrics.auroc(other, positive) - Metrics.auroc(one, positive),
                differences.auroc(),
                discordant);
    }
}
