package dev.carornot.training.split;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.RandomSplit;
import java.util.HashSet;
import java.util.Set;

/**
 * How photographs are dealt to {@code train}, {@code validation} and {@code test}. Splits of other names are held out for
 * good: their photographs stay where they are, whatever the rule. Implementations are immutable.
 */
public sealed interface SplitRule {
    /** The splits whose photographs are dealt anew; those of all others stay. */
    Set<String> dealt();

    /** The splits that must have photographs of both classes afterwards. */
    Set<String> filled();

    private static Set<String> withShares(RandomSplit shares) {
        Set<String> splits = new HashSet<>(Set.of(Dataset.TRAIN));
        if (shares.validation() > 0) {
            splits.add(Dataset.VALIDATION);
        }
        if (shares.test() > 0) {
            splits.add(Dataset.TEST);
        }
        return splits;
    }

    /** What belongs together when photographs are dealt in groups; copies always do. */
    enum Tie {
        /** Pictures that look alike, see {@link dev.carornot.training.fingerprint.NearDuplicates}. */
        NEAR_DUPLICATES,
        /** Photographs of one source. */
        SOURCE
    }

    /**
     * The official split: what the source calls {@code test} stays so; the rest is dealt to {@code train} and {@code
     * validation} at random, by content.
     *
     * @param shares of train and validation; that of test does not matter
     */
    record Official(RandomSplit shares) implements SplitRule {
        public Official {
            shares = new RandomSplit(shares.seed(), shares.train(), shares.validation(), 0);
        }

        @Override
        public Set<String> dealt() {
            return Set.of(Dataset.TRAIN, Dataset.VALIDATION);
        }

        @Override
        public Set<String> filled() {
            return withShares(shares);
        }
    }

    /** At random by content, see {@link RandomSplit}: photographs may come and go without moving another. */
    record Random(RandomSplit shares) implements SplitRule {
        @Override
        public Set<String> dealt() {
            return Set.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST);
        }

        @Override
        public Set<String> filled() {
            return withShares(shares);
        }
    }

    /** In groups that stay together, so that the shares of both classes come as near as the groups allow. */
    record Grouped(RandomSplit shares, Set<Tie> ties) implements SplitRule {
        public Grouped {
            ties = Set.copyOf(ties);
        }

        @Override
        public Set<String> dealt() {
            return Set.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST);
        }

        @Override
        public Set<String> filled() {
            return withShares(shares);
        }
    }

    /**
     * Cross-validation: all but {@code test}, which stays, is dealt in groups to equal folds; one fold is
     * {@code validation}, the others are {@code train}.
     *
     * @param folds 2 or more
     * @param fold which one is for validation, from 1
     */
    record KFold(int folds, int fold, long seed, Set<Tie> ties) implements SplitRule {
        public KFold {
            if (folds < 2 || fold < 1 || fold > folds) {
                throw new IllegalArgumentException("Cross-validation needs 2 folds or more, and a fold of 1 to their"
                        + " number: " + folds + " folds, fold " + fold + ".");
            }
            ties = Set.copyOf(ties);
        }

        @Override
        public Set<String> dealt() {
            return Set.of(Dataset.TRAIN, Dataset.VALIDATION);
        }

        @Override
        public Set<String> filled() {
            return dealt();
        }
    }
}
