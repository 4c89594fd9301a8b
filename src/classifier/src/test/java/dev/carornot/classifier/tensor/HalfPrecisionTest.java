package dev.carornot.classifier.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
    private static final int RANDOM_FLOATS = 50_000;
    private static final short INFINITE = 0x7c00;

    @Test
    void everyHalfThatIsANumberComesBackFromItsFloat() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = HalfPrecision.fromFloat16((short) bits);
            if (Float.isNaN(value)) {
                assertThat(Float.isNaN(HalfPrecision.fromFloat16(HalfPrecision.toFloat16(value))))
                        .isTrue();
            } else {
                assertThat(HalfPrecision.toFloat16(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void everyHalfIsTheFloatThatItsBitsDescribe() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            int exponent = bits >>> 10;
            double fraction = (bits & 0x3ff) / 1024.0;
            double expected = exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
            assertThat((double) HalfPrecision.fromFloat16((short) bits)).isEqualTo(expected);
            assertThat(HalfPrecision.fromFloat16((short) (bits | 0x8000))).isEqualTo((float) -expected);
        }
        assertThat(HalfPrecision.fromFloat16(INFINITE)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfPrecision.fromFloat16((short) (INFINITE | 0x8000))).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void onlyTheBitPatternsAboveInfinityAreNoNumbers() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            assertThat(Float.isNaN(HalfPrecision.fromFloat16((short) bits))).isEqualTo((bits & 0x7fff) > INFINITE);
        }
    }

    @Test
    void floatsGoToTheNearestHalfAndTiesToTheEvenOne() {
        Random random = new Random(1);
        for (int i = 0; i < RANDOM_FLOATS; i++) {
            // All exponents that a half can have, and some on either side.
            float value = Math.scalb(1 + random.nextFloat(), random.nextInt(46) - 28) * (random.nextBoolean() ? 1 : -1);
            assertThat(HalfPrecision.toFloat16(value)).isEqualTo(nearest(value));
        }
    }

    @Test
    void halfwayPointsAndTheirNeighboursRoundAsTheReferenceDoes() {
        for (int bits = 0; bits < INFINITE - 1; bits++) {
            float low = HalfPrecision.fromFloat16((short) bits);
            float halfway = (low + HalfPrecision.fromFloat16((short) (bits + 1))) / 2;
            int even = bits + (bits & 1);
            assertThat(HalfPrecision.toFloat16(halfway)).isEqualTo((short) even);
            assertThat(HalfPrecision.toFloat16(Math.nextDown(halfway))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toFloat16(Math.nextUp(halfway))).isEqualTo((short) (bits + 1));
        }
    }

    @Test
    void whatIsTooLargeBecomesInfinite() {
        assertThat(HalfPrecision.toFloat16(65519.996f)).isEqualTo((short) (INFINITE - 1));
        assertThat(HalfPrecision.toFloat16(65520)).isEqualTo(INFINITE);
        assertThat(HalfPrecision.toFloat16(Float.MAX_VALUE)).isEqualTo(INFINITE);
        assertThat(HalfPrecision.toFloat16(Float.NEGATIVE_INFINITY)).isEqualTo((short) (INFINITE | 0x8000));
        assertThat(HalfPrecision.toFloat16(-0f)).isEqualTo((short) 0x8000);
        assertThat(HalfPrecision.toFloat16(Float.MIN_VALUE)).isZero();
    }

    /** By searching all halves, with exact decimals. */
    private static short nearest(float value) {
        int sign = value < 0 ? 0x8000 : 0;
        BigDecimal magnitude = new BigDecimal(Math.abs(value));
        int low = 0;
        int high = INFINITE;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (exact(middle).compareTo(magnitude) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int nearer = magnitude.subtract(exact(low)).compareTo(exact(high).subtract(magnitude));
        boolean up = nearer > 0 || (nearer == 0 && (low & 1) == 1);
        return (short) (sign | (up ? high : low));
    }

    private static BigDecimal exact(int bits) {
        // Where infinity stands the next power of two would: rounding treats it so.
        return bits == INFINITE ? new BigDecimal(65536) : new BigDecimal(HalfPrecision.fromFloat16((short) bits));
    }
}
