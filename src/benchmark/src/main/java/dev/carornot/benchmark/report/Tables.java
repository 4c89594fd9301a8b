package dev.carornot.benchmark.report;

import dev.carornot.benchmark.measurement.Bar;
import dev.carornot.benchmark.measurement.Machine;
import dev.carornot.benchmark.measurement.Result;
import dev.carornot.benchmark.measurement.Results;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What a run measured, as Markdown by region of the page. Stateless and thread-safe. */
final class Tables {
    private static final List<String> IN_PROCESS = List.of(
            "limit",
            "network",
            "verdict-12mp",
            "verdict-small",
            "explanation-small",
            "verdict-starter",
            "explanation-starter",
            "decode-12mp",
            "resize-12mp",
            "features");

    private Tables() {}

    /** Region names to their content. */
    static Map<String, String> of(Run run) {
        Map<String, String> regions = new LinkedHashMap<>();
        regions.put("machine", machine(run));
        regions.put("bars", bars(run));
        regions.put("one-thread", times(run.results()));
        regions.put("two-threads", times(run.twoThreads()));
        regions.put("http", load(run.results()));
        regions.put("memory", memory(run.results()));
        regions.put("start", start(run.results()));
        return regions;
    }

    private static String machine(Run run) {
        Machine machine = run.machine();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d cores, %d GiB; %s; %s; instructions: %s. Measured %.10s%s.%n",
                machine.cpu(),
                machine.cores(),
                machine.memoryGib(),
                machine.os(),
                machine.jdk(),
                machine.flags().isEmpty() ? "unknown" : String.join(", ", machine.flags()),
                run.time(),
                run.shortForm() ? " in the short form: these figures mean little" : ""));
        machine.limits().forEach(limit -> text.append("\n- ").append(limit));
        return text.toString();
    }

    private static String bars(Run run) {
        MarkdownTable table = new MarkdownTable("what", "bar", "reached", "");
        for (Bar.Outcome outcome : run.bars()) {
            Bar bar = outcome.bar();
            table.row(
                    bar.what(),
                    (bar.direction() == Bar.Direction.AT_LEAST ? "at least " : "at most ")
                            + quantity(OptionalDouble.of(bar.limit()), bar.unit()),
                    quantity(outcome.reached(), bar.unit()),
                    outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return table.toString();
    }

    private static String quantity(OptionalDouble value, String unit) {
        return value.isPresent() ? Figures.of(value) + " " + unit : Figures.NONE;
    }

    private static String times(Results results) {
        MarkdownTable table = new MarkdownTable(
                "what", "median ms", "p10", "p90", "times faster than plain DJL", "by round p10 – p90");
        for (String race : IN_PROCESS) {
            for (Result result : results.race(race)) {
                table.row(
                        result.name(),
                        Figures.of(result.figure(Result.MEDIAN)),
                        Figures.of(result.figure(Result.P10)),
                        Figures.of(result.figure(Result.P90)),
                        Figures.of(result.figure(Result.RATIO)),
                        range(result));
            }
        }
        StringBuilder text = new StringBuilder(table.toString());
        results.unavailable()
                .forEach((name, reason) -> text.append("\nNot measured: ")
                        .append(name)
                        .append(", since ")
                        .append(reason)
                        .append('\n'));
        return text.toString();
    }

    private static String range(Result result) {
        return result.figure(Result.RATIO_P10).isEmpty()
                ? Figures.NONE
                : Figures.of(result.figure(Result.RATIO_P10)) + " – " + Figures.of(result.figure(Result.RATIO_P90));
    }

    private static String load(Results results) {
        MarkdownTable table =
                new MarkdownTable("requests at once", "answers a second", "p50 ms", "p99 ms", "503", "failed");
        for (Result result : results.race("http")) {
            table.row(
                    result.name().substring("http/c".length()),
                    Figures.of(result.figure(Result.THROUGHPUT)),
                    Figures.of(result.figure(Result.MEDIAN)),
                    Figures.of(result.figure(Result.P99)),
                    Figures.whole(result.figure(Result.REFUSED)),
                    Figures.whole(result.figure(Result.FAILED)));
        }
        return table.toString();
    }

    private static String memory(Results results) {
        MarkdownTable table = new MarkdownTable("when", "requests answered", "resident MB", "growth %");
        for (Result result : results.race("memory")) {
            table.row(
                    result.name(),
                    Figures.whole(result.figure(Result.REQUESTS)),
                    Figures.whole(result.figure(Result.RESIDENT)),
                    Figures.of(result.figure(Result.GROWTH)));
        }
        return table.toString();
    }

    private static String start(Results results) {
        MarkdownTable table = new MarkdownTable("start to first verdict", "median ms", "p10", "p90", "of it");
        for (Result result : results.race("start")) {
            StringBuilder parts = new StringBuilder();
            result.figures().forEach((name, value) -> {
                if (name.startsWith(Result.PART)) {
                    parts.append(parts.isEmpty() ? "" : ", ")
                            .append(name.substring(Result.PART.length(), name.length() - "_ms".length())
                                    .replace('_', ' '))
                            .append(' ')
                            .append(Figures.of(value));
                }
            });
            table.row(
                    result.name(),
                    Figures.of(result.figure(Result.MEDIAN)),
                    Figures.of(result.figure(Result.P10)),
                    Figures.of(result.figure(Result.P90)),
                    parts.isEmpty() ? Figures.NONE : parts.toString());
        }
        return table.toString();
    }
}
