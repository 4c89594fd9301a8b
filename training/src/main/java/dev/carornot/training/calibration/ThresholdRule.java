package dev.carornot.training.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the two thresholds are found, once the logits are calibrated. Implementations are stateless and thread-safe. */
sealed interface ThresholdRule {
    /** The thresholds for these logits. */
    Found find(LabelledLogits calibrated);

    /**
     * What was found.
     *
     * @param lower negative below, in (0, 1)
     * @param upper positive from there on, at least {@code lower}
     * @param shortfall why the rule could not be kept, one sentence; both thresholds are 0.5 then
     */
    record Found(double lower, double upper, Optional<String> shortfall) {
        private static final double UNDECIDED = 0.5;

        /** Both exclude the ends, as a decision's thresholds must. */
        static Found of(double lower, double upper) {
            double low = inside(lower);
            return new Found(low, Math.max(low, inside(upper)), Optional.empty());
        }

        static Found none(String shortfall) {
            return new Found(UNDECIDED, UNDECIDED, Optional.of(shortfall));
        }

        private static double inside(double probability) {
            return Math.max(Double.MIN_NORMAL, Math.min(Math.nextDown(1.0), probability));
        }
    }

    /** Thresholds that somebody stated. */
    record Stated(double lower, double upper) implements ThresholdRule {
        @Override
        public Found find(LabelledLogits calibrated) {
            return Found.of(lower, upper);
        }
    }

    /**
     * The photographs nearest to undecided are left undecided, as many as a stated share allows. The band is symmetric in the
     * calibrated logit: where the probability p is calibrated, an answer is wrong with probability min(p, 1 - p), which falls
     * as the logit's distance from 0 grows, so that of all bands that leave as many undecided this one leaves the fewest
     * expected errors (Chow, 1970; for networks Geifman and El-Yaniv, 2017, arXiv:1705.08500). To count errors on
     * validation instead would choose two numbers by the few photographs that are wrong there.
     *
     * @param share of photographs that are to be decided, in (0, 1]
     */
    record Coverage(double share) implements ThresholdRule {
        /** What rounding may take from a share of photographs, so that 0.9 of 10 is 9. */
        private static final double ROUNDING = 1e-9;

        @Override
        public Found find(LabelledLogits calibrated) {
            int count = calibrated.count();
            double[] distance = new double[count];
            for (int i = 0; i < count; i++) {
                distance[i] = Math.abs(calibrated.logit(i));
            }
            Arrays.sort(distance);
            int undecided = (int) Math.floor(count - share * count + ROUNDING);
            // Photographs of one distance are decided together, so a tie across the edge makes the band smaller.
            while (undecided > 0 && undecided < count && distance[undecided - 1] == distance[undecided]) {
                undecided--;
            }
            if (undecided == 0) {
                return Found.of(LabelledLogits.sigmoid(0), LabelledLogits.sigmoid(0));
            }
            double edge =
                    undecided == count ? distance[count - 1] : (distance[undecided - 1] + distance[undecided]) / 2;
            return Found.of(LabelledLogits.sigmoid(-edge), LabelledLogits.sigmoid(edge));
        }
    }

    /**
     * Answers that are right often enough. {@code upper} is the smallest threshold from 0.5 on at which, of the photographs
     * that are called positive, the stated share is; {@code lower} the largest up to 0.5 at which, of those that are called
     * negative, the stated share is, and at which, of all positives, the stated share is not called negative. So an answer is
     * never the less probable class.
     *
     * @param precision of both answers, in (0, 1]; null asks for none
     * @param recall share of the positives that are called positive or uncertain, in (0, 1]; null asks for none
     */
    record PrecisionAndRecall(Double precision, Double recall) implements ThresholdRule {
        private static final double PERCENT = 100;

        @Override
        public Found find(LabelledLogits calibrated) {
            Side positives = Side.of(calibrated, true);
            Side negatives = Side.of(calibrated, false);
            Optional<Double> upper = positives.nearest(precision, null);
            Optional<Double> lower = negatives.nearest(precision, recall);
            if (upper.isEmpty()) {
                return Found.none(shortfall("positive", positives));
            }
            if (lower.isEmpty()) {
                return Found.none(shortfall("negative", negatives));
            }
            return Found.of(LabelledLogits.sigmoid(-lower.get()), LabelledLogits.sigmoid(upper.get()));
        }

        private String shortfall(String answer, Side side) {
            return String.format(
                    Locale.ROOT,
                    "No threshold makes %s%.2f %% of the %s answers right on these photographs; the best reaches %.2f %%.",
                    recall == null || answer.equals("positive")
                            ? ""
                            : String.format(
                                    Locale.ROOT, "at most %.2f %% of the positives lost and ", PERCENT * (1 - recall)),
                    PERCENT * precision,
                    answer,
                    PERCENT * side.bestPrecision());
        }

        /**
         * One answer's side of 0.5, nearest to it first.
         *
         * @param distance of the photographs' logits from 0, on this side, ascending
         * @param right how many of the answers are right from each of them on
         * @param wrong how many are wrong from each of them on
         * @param others photographs of the other class in all, on either side
         */
        @SuppressWarnings("ArrayRecordComponent") // Nobody compares two sides.
        private record Side(double[] distance, int[] right, int[] wrong, int others) {
            static Side of(LabelledLogits logits, boolean positive) {
                record Answer(double distance, boolean right) {}
                List<Answer> answers = new ArrayList<>();
                int others = 0;
                for (int i = 0; i < logits.count(); i++) {
                    double signed = positive ? logits.logit(i) : -logits.logit(i);
                    others += logits.positive(i) == positive ? 0 : 1;
                    // At 0 exactly, that is at a probability of 0.5, the answer is positive.
                    if (signed > 0 || (positive && signed == 0)) {
                        answers.add(new Answer(signed, logits.positive(i) == positive));
                    }
                }
                answers.sort(Comparator.comparingDouble(Answer::distance));
                int count = answers.size();
                int[] right = new int[count + 1];
                int[] wrong = new int[count + 1];
                for (int i = count - 1; i >= 0; i--) {
                    right[i] = right[i + 1] + (answers.get(i).right() ? 1 : 0);
                    wrong[i] = wrong[i + 1] + (answers.get(i).right() ? 0 : 1);
                }
                return new Side(answers.stream().mapToDouble(Answer::distance).toArray(), right, wrong, others);
            }

            /**
             * The distance nearest to 0 from which on the answers are as good as asked, half way to the last that is not
             * among them; empty when there is none.
             */
            Optional<Double> nearest(Double precision, Double kept) {
                for (int from = 0; from < distance.length; from++) {
                    if (startsAfterTie(from)
                            && (precision == null || right[from] >= precision * (right[from] + wrong[from]))
                            && (kept == null || others - wrong[from] >= kept * others)) {
                        return Optional.of(from == 0 ? 0.0 : (distance[from - 1] + distance[from]) / 2);
                    }
                }
                if (precision != null) {
                    return Optional.empty();
                }
                // Nothing has to be called so: beyond the farthest photograph nothing is.
                return Optional.of(distance.length == 0 ? 0.0 : distance[distance.length - 1] + 1);
            }

            double bestPrecision() {
                double best = 0;
                for (int from = 0; from < distance.length; from++) {
                    if (startsAfterTie(from)) {
                        best = Math.max(best, (double) right[from] / (right[from] + wrong[from]));
                    }
                }
                return best;
            }

            private boolean startsAfterTie(int from) {
                return from == 0 || distance[from - 1] < distance[from];
            }
        }
    }

    /**
     * The answer of least expected cost (Chow, 1970, IEEE Transactions on Information Theory 16): with probability p, calling a
     * photograph positive costs {@code (1 - p) falsePositive}, negative {@code p falseNegative}, and leaving it {@code
     * uncertain}. So the thresholds are {@code 1 - uncertain / falsePositive} and {@code uncertain / falseNegative}, or both
     * {@code falsePositive / (falsePositive + falseNegative)} where leaving it costs too much to be worth it.
     */
    record LeastCost(Costs costs) implements ThresholdRule {
        @Override
        public Found find(LabelledLogits calibrated) {
            double even = costs.falsePositive() / (costs.falsePositive() + costs.falseNegative());
            if (costs.uncertain() == null || costs.uncertain() >= even * costs.falseNegative()) {
                return Found.of(even, even);
            }
            return Found.of(costs.uncertain() / costs.falseNegative(), 1 - costs.uncertain() / costs.falsePositive());
        }
    }
}
