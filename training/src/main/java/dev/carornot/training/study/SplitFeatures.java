package dev.carornot.training.study;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The features of a data set's photographs by split, however they were dealt. Immutable and thread-safe. */
final class SplitFeatures {
    private final Map<String, Features> bySplit;

    private SplitFeatures(Map<String, Features> bySplit) {
        this.bySplit = bySplit;
    }

    /** @param features of the same photographs, perhaps in other splits; those that could not be read are left out */
    static SplitFeatures of(Dataset dataset, Features features) {
        Map<String, float[]> byPath = new HashMap<>();
        for (int i = 0; i < features.photographs().size(); i++) {
            byPath.put(features.photographs().get(i).path(), features.vectors().get(i));
        }
        Map<String, Features> bySplit = new LinkedHashMap<>();
        for (String split : dataset.splits()) {
            List<Photograph> photographs = new ArrayList<>();
            List<float[]> vectors = new ArrayList<>();
            for (Photograph photograph : dataset.photographs()) {
                float[] vector = byPath.get(photograph.path());
                if (vector != null && photograph.split().equals(split)) {
                    photographs.add(photograph);
                    vectors.add(vector);
                }
            }
            if (!photographs.isEmpty()) {
                bySplit.put(split, new Features(photographs, vectors, List.of()));
            }
        }
        return new SplitFeatures(bySplit);
    }

    /** Train, validation and test, then all others by name. */
    List<String> splits() {
        List<String> names = new ArrayList<>(List.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST));
        names.retainAll(bySplit.keySet());
        TreeSet<String> others = new TreeSet<>(bySplit.keySet());
        others.removeAll(names);
        names.addAll(others);
        return names;
    }

    Features of(String split) {
        return bySplit.get(split);
    }

    /**
     * A split without the photographs of some sources.
     *
     * @throws UserException when a class has none left
     */
    Features without(Collection<String> sources, String split) {
        List<Photograph> photographs = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        Features all = bySplit.getOrDefault(split, new Features(List.of(), List.of(), List.of()));
        for (int i = 0; i < all.photographs().size(); i++) {
            if (!sources.contains(all.photographs().get(i).source())) {
                photographs.add(all.photographs().get(i));
                vectors.add(all.vectors().get(i));
            }
        }
        long positives = photographs.stream().filter(Photograph::positive).count();
        if (positives == 0 || positives == photographs.size()) {
            throw new UserException(
                    "The split '" + split + "'" + (sources.isEmpty() ? "" : ", less the additional photographs,")
                            + " lacks a class, and both are needed.");
        }
        return new Features(photographs, vectors, List.of());
    }

    static boolean[] labels(Features features) {
        boolean[] positive = new boolean[features.photographs().size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = features.photographs().get(i).positive();
        }
        return positive;
    }
}
