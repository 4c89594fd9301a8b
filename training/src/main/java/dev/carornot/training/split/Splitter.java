package dev.carornot.training.split;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.fingerprint.FingerprintReader;
import dev.carornot.training.fingerprint.Fingerprints;
import dev.carornot.training.fingerprint.Groups;
import dev.carornot.training.fingerprint.NearDuplicates;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.split.SplitRule.Tie;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Deals photographs to splits by a rule; neither names nor the order of listing matter. Thread-safe. */
public final class Splitter {
    private static final List<String> NAMES = List.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST);

    private final Labels labels;
    private final ProgressFactory progress;

    public Splitter(Labels labels, ProgressFactory progress) {
        this.labels = labels;
        this.progress = progress;
    }

    /**
     * The same photographs in the same order with their splits.
     *
     * @throws UserException when none is to be dealt, or a split that should have photographs lacks a class
     */
    public List<ManifestEntry> split(List<ManifestEntry> entries, SplitRule rule) {
        List<Photograph> dealt = entries.stream()
                .map(ManifestEntry::photograph)
                .filter(photograph -> rule.dealt().contains(photograph.split()))
                .toList();
        if (dealt.isEmpty()) {
            throw new UserException("No photograph is in " + String.join(" or ", named(rule.dealt()))
                    + ", and those in other splits stay where they are.");
        }
        List<String> names = deal(dealt, rule);
        Map<String, String> byPath = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            byPath.put(dealt.get(i).path(), names.get(i));
        }
        List<ManifestEntry> result = new ArrayList<>(entries.size());
        for (ManifestEntry entry : entries) {
            Photograph photograph = entry.photograph();
            result.add(entry.withSplit(byPath.getOrDefault(photograph.path(), photograph.split())));
        }
        requireBothClasses(result, rule);
        return result;
    }

    private static List<String> named(Set<String> splits) {
        return NAMES.stream().filter(splits::contains).toList();
    }

    private List<String> deal(List<Photograph> photographs, SplitRule rule) {
        if (rule instanceof SplitRule.Official official) {
            return byContent(photographs, official.shares()::of);
        }
        if (rule instanceof SplitRule.Random random) {
            return byContent(photographs, random.shares()::of);
        }
        if (rule instanceof SplitRule.Grouped grouped) {
            RandomSplit shares = grouped.shares();
            double sum = shares.train() + shares.validation() + shares.test();
            double[] parts = {shares.train() / sum, shares.validation() / sum, shares.test() / sum};
            return inGroups(photographs, grouped.ties(), shares.seed(), parts, NAMES::get);
        }
        SplitRule.KFold folds = (SplitRule.KFold) rule;
        double[] parts = new double[folds.folds()];
        Arrays.fill(parts, 1.0 / folds.folds());
        return inGroups(
                photographs,
                folds.ties(),
                folds.seed(),
                parts,
                part -> part + 1 == folds.fold() ? Dataset.VALIDATION : Dataset.TRAIN);
    }

    private static List<String> byContent(List<Photograph> photographs, UnaryOperator<String> splitOfSha256) {
        return photographs.stream()
                .map(photograph -> splitOfSha256.apply(photograph.sha256()))
                .toList();
    }

    private List<String> inGroups(
            List<Photograph> photographs, Set<Tie> ties, long seed, double[] shares, IntFunction<String> name) {
        Groups groups = new Groups(photographs.size());
        groups.joinEqual(photographs.stream().map(Photograph::sha256).toList());
        if (ties.contains(Tie.SOURCE)) {
            groups.joinEqual(photographs.stream().map(Photograph::source).toList());
        }
        if (ties.contains(Tie.NEAR_DUPLICATES)) {
            joinLookAlikes(photographs, groups);
        }
        int[] parts = new Dealer(seed).deal(photographs, groups.members(), shares);
        return Arrays.stream(parts).mapToObj(name).toList();
    }

    /** A photograph that cannot be decoded looks like no other. */
    private void joinLookAlikes(List<Photograph> photographs, Groups groups) {
        Fingerprints fingerprints = new FingerprintReader(progress).read(photographs);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < photographs.size(); i++) {
            places.put(photographs.get(i).path(), i);
        }
        List<Integer> place = fingerprints.photographs().stream()
                .map(photograph -> places.get(photograph.path()))
                .toList();
        NearDuplicates.within(fingerprints.hashes(), NearDuplicates.MAX_DISTANCE)
                .forEach(pair -> groups.join(place.get(pair.first()), place.get(pair.second())));
    }

    private void requireBothClasses(List<ManifestEntry> entries, SplitRule rule) {
        for (String split : named(rule.filled())) {
            for (boolean positive : new boolean[] {true, false}) {
                boolean found = entries.stream()
                        .map(ManifestEntry::photograph)
                        .anyMatch(p -> p.positive() == positive && p.split().equals(split));
                if (!found) {
                    throw new UserException("Split so, '" + split + "' has no photograph labelled '"
                            + (positive ? labels.positive() : labels.negative())
                            + "', and both classes are needed; take another seed or other shares, tie less together,"
                            + " or join more photographs first.");
                }
            }
        }
    }
}
