package dev.carornot.benchmark.contender;

import java.util.Arrays;

/**
 * As many multiply-adds as ResNet-50 takes, on numbers that never leave the first-level cache: what the arithmetic alone
 * costs on one core. Plain Java, which the JIT compiler turns into the widest fused multiply-adds that the processor has;
 * written with the Vector API, in registers only, the same work was 4 % faster on the processor that it was tuned on
 * (98 against 95 GFLOP/s), and would cost every user a warning about an incubating module.
 */
final class ArithmeticLimit implements Work {
    /** ResNet-50 v1.5 at 224 x 224: 4.1 thousand million multiply-adds, each counted as two. */
    static final double RESNET50_FLOP = 8.2e9;

    /** Steps between a load and a store: fewer wait for the cache, more for one another. */
    private static final int CHAIN = 6;
    /** 16 KiB of floats. */
    private static final int LANES = 4096;

    private static final int SWEEPS = (int) (RESNET50_FLOP / (2 * CHAIN * LANES));

    private final float[] lanes = new float[LANES];

    @Override
    public double run() {
        Arrays.fill(lanes, 1);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            sweep(lanes, 0.5f, 0.25f);
        }
        return lanes[0];
    }

    /** Small and called often, so that the compiler sees nothing but the loop. The signs alternate: nothing ever grows. */
    private static void sweep(float[] lanes, float left, float right) {
        float minus = -right;
        for (int i = 0; i < lanes.length; i++) {
            float sum = lanes[i];
            sum = Math.fma(left, right, sum);
            sum = Math.fma(left, minus, sum);
            sum = Math.fma(left, right, sum);
            sum = Math.fma(left, minus, sum);
            sum = Math.fma(left, right, sum);
            sum = Math.fma(left, minus, sum);
            lanes[i] = sum;
        }
    }
}
