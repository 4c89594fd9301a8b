package dev.carornot.benchmark.measurement;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Results with different names, and who could not be measured. Immutable and thread-safe.
 *
 * @param results in the order in which they are shown
 * @param unavailable names to reasons
 */
public record Results(List<Result> results, Map<String, String> unavailable) {
    public Results {
        results = List.copyOf(results);
        unavailable = Map.copyOf(unavailable);
    }

    public Optional<Result> find(String name) {
        return results.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    public OptionalDouble figure(String name, String figure) {
        return find(name).map(r -> r.figure(figure)).orElse(OptionalDouble.empty());
    }

    /** Those of one race, e.g. {@code network}. */
    @JsonIgnore
    public List<Result> race(String race) {
        return results.stream().filter(r -> r.race().equals(race)).toList();
    }

    /** These and then the others. */
    public Results and(Results others) {
        List<Result> all = new ArrayList<>(results);
        all.addAll(others.results);
        Map<String, String> reasons = new TreeMap<>(unavailable);
        reasons.putAll(others.unavailable);
        return new Results(all, reasons);
    }
}
