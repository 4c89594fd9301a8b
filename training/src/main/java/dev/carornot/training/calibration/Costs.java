package dev.carornot.training.calibration;

/**
 * What answers cost, in any one unit; a right one costs nothing.
 *
 * @param falsePositive of calling a negative positive; positive
 * @param falseNegative of calling a positive negative; positive
 * @param uncertain of leaving a photograph undecided; positive, null where every photograph is to be decided
 */
public record Costs(double falsePositive, double falseNegative, Double uncertain) {
    public Costs {
        if (!(isFinite(falsePositive) && falsePositive > 0 && isFinite(falseNegative) && falseNegative > 0)
                || (uncertain != null && !(isFinite(uncertain) && uncertain > 0))) {
            throw new IllegalArgumentException(
                    "The costs 'falsePositive' and 'falseNegative' (and 'uncertain', where it is stated) are above 0, not "
                            + falsePositive + ", " + falseNegative + (uncertain == null ? "" : ", " + uncertain) + ".");
        }
    }

    private static boolean isFinite(double cost) {
        return Math.abs(cost) < Double.POSITIVE_INFINITY;
    }
}
