package dev.carornot.training.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which labels are probably wrong, by confident learning (Northcutt, Jiang and Chuang, 2021, arXiv:1911.00068, section 3.1)
 * for two classes: a class's threshold is the mean probability that examples with its label have of it; an example counts as
 * one of the class that it has the greater probability of, among the classes whose thresholds it reaches. Where that is not
 * its label, it is a suspect. Stateless and thread-safe.
 */
final class ConfidentLearning {
    private ConfidentLearning() {}

    /**
     * A suspect.
     *
     * @param index of the example
     * @param given the probability of the class that its label says, in 0..1
     */
    record Suspect(int index, double given) {}

    /**
     * The suspects, the surest first: by the margin, the probability of the label less that of the other class.
     *
     * @param probability of the positive class, in 0..1, by a model that has not seen the example
     * @param positive the labels; both classes occur
     */
    static List<Suspect> suspects(double[] probability, boolean[] positive) {
        double positiveThreshold = threshold(probability, positive, true);
        double negativeThreshold = threshold(probability, positive, false);
        List<Suspect> suspects = new ArrayList<>();
        for (int i = 0; i < probability.length; i++) {
            double given = positive[i] ? probability[i] : 1 - probability[i];
            double other = 1 - given;
            double givenThreshold = positive[i] ? positiveThreshold : negativeThreshold;
            double otherThreshold = positive[i] ? negativeThreshold : positiveThreshold;
            if (other >= otherThreshold && (given < givenThreshold || other > given)) {
                suspects.add(new Suspect(i, given));
            }
        }
        suspects.sort(Comparator.comparingDouble(Suspect::given).thenComparing(Suspect::index));
        return suspects;
    }

    /** The mean self-confidence of a class. */
    static double threshold(double[] probability, boolean[] positive, boolean of) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < probability.length; i++) {
            if (positive[i] == of) {
                sum += of ? probability[i] : 1 - probability[i];
                count++;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("Confident learning needs both classes.");
        }
        return sum / count;
    }
}
