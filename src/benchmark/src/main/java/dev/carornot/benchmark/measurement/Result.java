package dev.carornot.benchmark.measurement;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was measured of one contender. Immutable and thread-safe.
 *
 * @param name as {@code network/fp32}
 * @param figures by name with their unit, e.g. {@value #MEDIAN}; in JSON they stand beside the name
 */
@JsonPropertyOrder("name")
public record Result(String name, @JsonAnyGetter Map<String, Double> figures) {
    public static final String MEDIAN = "median_ms";
    public static final String P10 = "p10_ms";
    public static final String P90 = "p90_ms";
    /** How many times longer the peer takes: its median by this one's. */
    public static final String RATIO = "times_faster_than_plain_djl";

    /** Resident memory of a process, in millions of bytes. */
    public static final String RESIDENT = "resident_mb";
    /** How much larger the resident memory became, in per cent. */
    public static final String GROWTH = "growth_percent";

    public static final String THROUGHPUT = "throughput_per_s";
    public static final String P99 = "p99_ms";
    /** Answers with status 503: the function had enough waiting. */
    public static final String REFUSED = "refused_503";
    /** Requests without an answer, or with one that nobody intended. */
    public static final String FAILED = "failed";

    /** How many requests a process has answered so far. */
    public static final String REQUESTS = "requests";
    /** What figures begin with that are a share of the median. */
    public static final String PART = "part_";

    public static final String RATIO_P10 = "ratio_p10";
    public static final String RATIO_P90 = "ratio_p90";

    public Result {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Median, tenth and ninetieth percentile of times in milliseconds. */
    public static Result ofTimes(String name, Samples millis) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(MEDIAN, millis.median());
        figures.put(P10, millis.percentile(10));
        figures.put(P90, millis.percentile(90));
        figures.put("samples", (double) millis.count());
        return new Result(name, figures);
    }

    /** Reads what was written. */
    @JsonCreator
    static Result parse(Map<String, Object> json) {
        Map<String, Double> figures = new LinkedHashMap<>();
        json.forEach((key, value) -> {
            if (value instanceof Number number) {
                figures.put(key, number.doubleValue());
            }
        });
        return new Result((String) json.get("name"), figures);
    }

    /** The same with one figure more. */
    public Result with(String figure, double value) {
        Map<String, Double> more = new LinkedHashMap<>(figures);
        more.put(figure, value);
        return new Result(name, more);
    }

    public OptionalDouble figure(String figure) {
        Double value = figures.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What is measured: the name up to the slash. */
    @JsonIgnore
    public String race() {
        return name.substring(0, name.indexOf('/'));
    }
}
