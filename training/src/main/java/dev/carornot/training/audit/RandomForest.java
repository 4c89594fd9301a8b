package dev.carornot.training.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random forest for two classes (Breiman, 2001): each tree grows on a bootstrap sample, looks at some features at each
 * node, and splits by Gini impurity; a leaf answers with its share of positives, the forest with the trees' mean. The same
 * rows in the same order give the same forest. Immutable and thread-safe.
 */
final class RandomForest {
    private static final int TREES = 60;
    /** Fewer rows than two such leaves are not split any more; keeps trees from learning single photographs. */
    private static final int SMALLEST_LEAF = 3;

    private final List<Node> trees;

    /** A leaf when {@code feature} is negative. */
    private record Node(int feature, double threshold, Node low, Node high, double positives) {
        static Node leaf(double positives) {
            return new Node(-1, 0, null, null, positives);
        }
    }

    private RandomForest(List<Node> trees) {
        this.trees = trees;
    }

    /**
     * Grows a forest.
     *
     * @param rows one for each example, of the same length; none is NaN
     * @param positive as many as rows
     */
    static RandomForest train(double[][] rows, boolean[] positive, long seed) {
        List<Node> trees = IntStream.range(0, TREES)
                .parallel()
                .mapToObj(tree -> new Grower(rows, positive, new SplittableRandom(seed + tree)).grow())
                .toList();
        return new RandomForest(trees);
    }

    /** The probability of the positive class, in 0..1. */
    double probability(double[] row) {
        double sum = 0;
        for (Node tree : trees) {
            Node node = tree;
            while (node.feature() >= 0) {
                node = row[node.feature()] <= node.threshold() ? node.low() : node.high();
            }
            sum += node.positives();
        }
        return sum / trees.size();
    }

    private static final class Grower {
        private final double[][] rows;
        private final boolean[] positive;
        private final SplittableRandom random;

        Grower(double[][] rows, boolean[] positive, SplittableRandom random) {
            this.rows = rows;
            this.positive = positive;
            this.random = random;
        }

        Node grow() {
            int[] sample = new int[rows.length];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = random.nextInt(rows.length);
            }
            return grow(sample);
        }

        private Node grow(int[] sample) {
            int positives =
                    (int) Arrays.stream(sample).filter(row -> positive[row]).count();
            Node leaf = Node.leaf((double) positives / sample.length);
            if (positives == 0 || positives == sample.length || sample.length < 2 * SMALLEST_LEAF) {
                return leaf;
            }
            int best = -1;
            double threshold = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int feature : someFeatures()) {
                Cut cut = cut(sample, feature, positives);
                if (cut.impurity() < least) {
                    least = cut.impurity();
                    best = feature;
                    threshold = cut.threshold();
                }
            }
            if (best < 0) {
                return leaf;
            }
            int feature = best;
            double at = threshold;
            Node low = grow(Arrays.stream(sample)
                    .filter(row -> rows[row][feature] <= at)
                    .toArray());
            Node high = grow(
                    Arrays.stream(sample).filter(row -> rows[row][feature] > at).toArray());
            return new Node(feature, at, low, high, leaf.positives());
        }

        /** The square root of their number, rounded up, as is usual for classification. */
        private List<Integer> someFeatures() {
            List<Integer> features = new ArrayList<>();
            int count = rows[0].length;
            int wanted = (int) Math.ceil(Math.sqrt(count));
            for (int feature = 0; feature < count; feature++) {
                if (random.nextInt(count - feature) < wanted - features.size()) {
                    features.add(feature);
                }
            }
            return features;
        }

        /** Where a feature parts the sample best: the weighted Gini impurity, up to a factor, and the threshold. */
        private record Cut(double impurity, double threshold) {}

        private Cut cut(int[] sample, int feature, int positives) {
            int[] order = sortedBy(feature, sample);
            double least = Double.POSITIVE_INFINITY;
            double threshold = 0;
            int before = 0;
            for (int i = 0; i + 1 < order.length; i++) {
                before += positive[order[i]] ? 1 : 0;
                double value = rows[order[i]][feature];
                double next = rows[order[i + 1]][feature];
                int count = i + 1;
                int rest = order.length - count;
                if (value == next || count < SMALLEST_LEAF || rest < SMALLEST_LEAF) {
                    continue;
                }
                double after = positives - before;
                double impurity = (double) before * (count - before) / count + after * (rest - after) / rest;
                if (impurity < least) {
                    least = impurity;
                    threshold = value + (next - value) / 2;
                }
            }
            return new Cut(least, threshold);
        }

        private int[] sortedBy(int feature, int[] sample) {
            return Arrays.stream(sample)
                    .boxed()
                    .sorted((a, b) -> Double.compare(rows[a][feature], rows[b][feature]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }
}
