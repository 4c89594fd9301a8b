package dev.carornot.benchmark.measurement;

import java.util.List;

/** What this product set out to reach in speed; stated before it was measured, on two cores. */
public final class Bars {
    private static final String MEGABYTES = "MB";
    private static final String MILLIS = "ms";

    /** What a verdict may cost with its explanation, as a multiple of the plain one. */
    private static final double EXPLAINING = 1.2;

    private static final List<Bar> ALL = List.of(
            Bar.timesFaster("network/int8", "network/plain-djl", 6),
            Bar.timesAtMost("network/int8", "network/onnxruntime-int8", 1.25),
            Bar.timesFaster("network/fp32", "network/plain-djl", 2),
            Bar.timesAtMost("network/fp32", "network/onnxruntime-fp32", 1.25),
            Bar.timesFaster("verdict-12mp/int8", "verdict-12mp/plain-djl", 5),
            Bar.atMost("verdict-12mp/int8", Result.MEDIAN, 45, MILLIS),
            Bar.timesAtMost("verdict-small/int8", "network/int8", 1.3),
            Bar.timesAtMost("explanation-small/fp32", "verdict-small/fp32", EXPLAINING),
            Bar.timesAtMost("explanation-small/int8", "verdict-small/int8", EXPLAINING),
            Bar.timesAtMost("explanation-starter/fp32", "verdict-starter/fp32", EXPLAINING),
            Bar.atMost("start/jdk17", Result.MEDIAN, 1300, MILLIS),
            Bar.atMost("start/jdk25", Result.MEDIAN, 1000, MILLIS),
            Bar.atMost("memory/after-warm-up", Result.RESIDENT, 350, MEGABYTES),
            // Flat: what the allocator and the garbage collector breathe, and no more.
            Bar.atMost("memory/later", Result.GROWTH, 5, "%"),
            // The trainer takes bf16 where the processor multiplies it, else fp32.
            Bar.timesFaster("features/bf16", "features/eager", 1.8),
            Bar.timesFaster("features/fp32", "features/eager", 1.8));

    private Bars() {}

    /** Holds a run against all of them. */
    public static List<Bar.Outcome> judge(Results results) {
        return ALL.stream().map(bar -> bar.judge(results)).toList();
    }
}
