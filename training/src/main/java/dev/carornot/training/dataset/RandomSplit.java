package dev.carornot.training.dataset;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Splits photographs at random, and the same way every time. A photograph's split depends on the seed, the shares and its
 * content, and on nothing else: the first eight bytes of {@code SHA-256(seed ":" sha256-of-the-file)} are read as a number
 * in [0, 1) and compared with the shares, added up. So names and order do not matter, other photographs may come and go
 * without moving this one, and copies of a photograph stay in one split. The shares hold on average, not to the
 * photograph.
 *
 * @param seed any number
 * @param train share of the training split, as a part of the sum of the three; positive
 * @param validation share of the validation split; 0 or more
 * @param test share of the test split; 0 or more
 */
public record RandomSplit(long seed, double train, double validation, double test) {
    /** The write-up's 50 % training, 30 % validation, 20 % test. */
    public static final RandomSplit DEFAULT = new RandomSplit(0, 50, 30, 20);

    private static final double TWO_TO_53 = 0x1p53;

    public RandomSplit {
        double sum = train + validation + test;
        if (!(train > 0 && validation >= 0 && test >= 0 && sum < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The shares of train, validation and test must not be negative, and that of train not 0: " + train
                            + ", " + validation + ", " + test + ".");
        }
    }

    /** The same shares with another seed. */
    public RandomSplit withSeed(long other) {
        return new RandomSplit(other, train, validation, test);
    }

    /** The split of the photograph whose content has this SHA-256. */
    public String of(String sha256) {
        String hash = Sha256.of((seed + ":" + sha256).getBytes(StandardCharsets.US_ASCII));
        double place = (HexFormat.fromHexDigitsToLong(hash, 0, 16) >>> 11) / TWO_TO_53 * (train + validation + test);
        if (place < train) {
            return Dataset.TRAIN;
        }
        return place < train + validation ? Dataset.VALIDATION : Dataset.TEST;
    }
}
