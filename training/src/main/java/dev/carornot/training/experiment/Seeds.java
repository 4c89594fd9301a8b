package dev.carornot.training.experiment;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Independent random streams from one seed: what one part draws never moves what another draws. */
final class Seeds {
    /** An odd 64-bit constant, the golden ratio's fraction, to spread small numbers over all bits. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** The stream for a purpose, an epoch and an example. */
    static SplittableRandom generator(long seed, String purpose, int epoch, int example) {
        CRC32C purposeHash = new CRC32C();
        purposeHash.update(purpose.getBytes(StandardCharsets.UTF_8));
        long mixed = seed;
        for (long part : new long[] {purposeHash.getValue(), epoch, example}) {
            // SplittableRandom scrambles its seed itself; each step only has to keep the parts apart.
            mixed = new SplittableRandom(mixed * SPREAD + part).nextLong();
        }
        return new SplittableRandom(mixed);
    }
}
