package dev.carornot.training.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the loss went while the learning rate rose. Immutable and thread-safe.
 *
 * @param name of the experiment
 * @param points a step each, up to where training fell apart; at least one
 * @param reading what they say; empty where the loss never fell
 */
public record LearningRateCurve(String name, List<Point> points, Optional<Reading> reading) {
    /** Where the rates are too low to change anything: their mean loss is that of the network as it was. */
    private static final double UNTRAINED_SHARE = 0.1;

    /** A fall of less is noise. */
    private static final double FALL = 0.05;

    /** So much of the way down the fall has begun, and is over: the least itself may lie anywhere in a valley that is flat. */
    private static final double BEGUN = 0.1;

    private static final double OVER = 0.95;

    /** A slope is taken over so much of the curve, to both sides. */
    private static final double SLOPE_SHARE = 0.02;

    /** So far below the valley there is room for noise (fast.ai's "minimum / 10"). */
    private static final double MARGIN = 10;

    public LearningRateCurve {
        points = List.copyOf(points);
    }

    /**
     * A step.
     *
     * @param step from 1
     * @param rate the base learning rate; head and earlier stages have theirs in proportion
     * @param loss mean binary cross-entropy of its batch, before the step
     * @param smoothed exponential average of the losses up to it
     */
    public record Point(int step, double rate, double loss, double smoothed) {}

    /**
     * Rates that stand out. The average lags about ten steps behind the loss, so all of them are rather too high than too low.
     *
     * @param begun where the loss has begun to fall
     * @param steepest where it falls fastest over the logarithm of the rate
     * @param bottom where it has come down to about the least: beyond there is nothing to win
     * @param suggested a tenth of {@code bottom}, or {@code begun} where that is higher
     */
    public record Reading(double begun, double steepest, double bottom, double suggested) {}

    /** What to do and why, in words. */
    public String sentence() {
        return reading.map(read -> "Try 'learningRate: " + plain(read.suggested(), 1)
                        + "'. The loss begins to fall at " + plain(read.begun(), 2) + ", falls most steeply at "
                        + plain(read.steepest(), 2) + " and is down at " + plain(read.bottom(), 2) + ".")
                .orElse("The loss never fell in " + points.size() + " steps, so no learning rate can be suggested.");
    }

    /** A rate as people write it into a configuration, with so many digits that count. */
    private static String plain(double rate, int digits) {
        return new BigDecimal(rate)
                .round(new MathContext(digits))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Reads the curve of a test from the losses of its steps. */
    static LearningRateCurve of(String name, List<StepFigures> steps, RangeTest test) {
        List<Point> points = new ArrayList<>();
        SmoothedLoss smoothed = new SmoothedLoss();
        for (StepFigures step : steps) {
            if (!Double.isFinite(step.loss())) {
                break;
            }
            points.add(new Point(step.step(), test.rate(step.step()), step.loss(), smoothed.next(step.loss())));
        }
        return new LearningRateCurve(name, points, read(points));
    }

    private static Optional<Reading> read(List<Point> points) {
        int untrained = (int) Math.ceil(UNTRAINED_SHARE * points.size());
        double start = points.stream()
                .limit(untrained)
                .mapToDouble(Point::loss)
                .average()
                .orElse(Double.NaN);
        int least = untrained;
        for (int i = untrained; i < points.size(); i++) {
            if (points.get(i).smoothed() < points.get(least).smoothed()) {
                least = i;
            }
        }
        if (least >= points.size() || !(points.get(least).smoothed() < (1 - FALL) * start)) {
            return Optional.empty();
        }
        double depth = start - points.get(least).smoothed();
        int bottom = untrained;
        while (points.get(bottom).smoothed() > start - OVER * depth) {
            bottom++;
        }
        int begun = bottom;
        while (begun > 0 && points.get(begun).smoothed() <= start - BEGUN * depth) {
            begun--;
        }
        int reach = Math.max(1, (int) Math.round(SLOPE_SHARE * points.size()));
        int steepest = begun;
        double slope = Double.POSITIVE_INFINITY;
        for (int i = begun; i <= bottom; i++) {
            Point before = points.get(Math.max(0, i - reach));
            Point after = points.get(Math.min(points.size() - 1, i + reach));
            double here = (after.smoothed() - before.smoothed()) / Math.log(after.rate() / before.rate());
            if (here < slope) {
                slope = here;
                steepest = i;
            }
        }
        double floor = points.get(begun).rate();
        return Optional.of(new Reading(
                floor,
                points.get(steepest).rate(),
                points.get(bottom).rate(),
                Math.max(floor, points.get(bottom).rate() / MARGIN)));
    }
}
