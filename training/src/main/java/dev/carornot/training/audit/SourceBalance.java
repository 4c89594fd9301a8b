package dev.carornot.training.audit;

import dev.carornot.training.dataset.Photograph;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How many photographs of each class a source gives to a split.
 *
 * @param source empty when not stated
 */
public record SourceBalance(String source, String split, int positive, int negative) {
    /** Sorted by source, then by split. */
    static List<SourceBalance> of(List<Photograph> photographs) {
        return photographs.stream()
                .collect(Collectors.groupingBy(
                        Photograph::source,
                        TreeMap::new,
                        Collectors.groupingBy(Photograph::split, TreeMap::new, Collectors.toList())))
                .entrySet()
                .stream()
                .flatMap(source -> source.getValue().entrySet().stream()
                        .map(split -> of(source.getKey(), split.getKey(), split.getValue())))
                .toList();
    }

    private static SourceBalance of(String source, String split, List<Photograph> photographs) {
        int positive = (int) photographs.stream().filter(Photograph::positive).count();
        return new SourceBalance(source, split, positive, photographs.size() - positive);
    }

    /** The sources all of whose photographs, in every split, are of one class. */
    static List<String> ofOneClass(List<SourceBalance> balance) {
        TreeSet<String> sources = new TreeSet<>();
        balance.forEach(line -> sources.add(line.source()));
        sources.removeIf(source -> balance.stream().anyMatch(b -> b.source().equals(source) && b.positive() > 0)
                && balance.stream().anyMatch(b -> b.source().equals(source) && b.negative() > 0));
        return List.copyOf(sources);
    }
}
