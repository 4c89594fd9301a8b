package dev.carornot.training.experiment;

import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.training.picture.Blur;
import dev.carornot.training.picture.Pictures;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Random views of a training photograph. Immutable and thread-safe; all that is random comes from the generator handed in.
 *
 * @param smallestCrop the least share of the picture's area that a random crop takes, in (0, 1]; 1, the default, takes the usual centre
 *     crop
 * @param flip probability of a mirror image, in 0..1
 * @param jitter brightness, contrast and saturation are each multiplied with a factor of {@code 1 - jitter} to {@code 1 +
 *     jitter}, in [0, 1)
 * @param grey probability of a grey picture, in 0..1
 * @param coarse probability of a loss of detail: the picture is shrunk to between a third and its whole size and brought
 *     back, as thumbnails are, in 0..1
 * @param blur probability of a Gaussian blur of up to {@value #STRONGEST_BLUR} pixels, in 0..1
 * @param jpeg probability of another JPEG encoding, of quality 0.3 to 0.95, in 0..1
 * @param erase probability that a rectangle of noise hides 2 to 20 % of the view (Zhong et al., 2017, arXiv:1708.04896), in
 *     0..1
 * @param collage probability that a view is shrunk and laid upon a view of a photograph without the positive class, so that it
 *     covers {@value #SMALLEST_TILE} to {@value #LARGEST_TILE} of it and may stick out at an edge, in 0..1: what is to be
 *     recognised is not always in the middle, whole and large
 * @param copies how many views of each photograph there are where a frozen backbone's output is cached; 1 or more. Where
 *     everything is trained, each epoch has views of its own
 */
record Augmentation(
        double smallestCrop,
        double flip,
        double jitter,
        double grey,
        double coarse,
        double blur,
        double jpeg,
        double erase,
        double collage,
        int copies) {
    static final Augmentation NONE = new Augmentation(1, 0, 0, 0, 0);

    private static final double STRONGEST_BLUR = 2;
    private static final double WEAKEST_BLUR = 0.3;
    private static final double WORST_JPEG = 0.3;
    private static final double BEST_JPEG = 0.95;
    private static final double SMALLEST_ERASED = 0.02;
    private static final double LARGEST_ERASED = 0.2;

    /** A car that covers 15 % of a photograph counts as one; in a tile it covers half or more, mostly. */
    private static final double SMALLEST_TILE = 0.25;

    private static final double LARGEST_TILE = 0.75;

    /** What of a tile's side may lie outside. */
    private static final double STICKING_OUT = 0.25;

    /** An epoch has to see a copy at least now and then. */
    private static final int MOST_COPIES = 100;

    /** Aspect ratios of random crops, as in Inception training (Szegedy et al., 2014, arXiv:1409.4842). */
    private static final double WIDEST = 4.0 / 3;

    /** Draws of a crop that fits before the centre crop is taken. */
    private static final int CROP_ATTEMPTS = 10;

    private static final double COARSEST = 1.0 / 3;

    /** Weights of red, green and blue in luma (ITU-R BT.601). */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    Augmentation {
        // Not stated in the file: 0 itself would be an empty crop.
        smallestCrop = smallestCrop == 0 ? 1 : smallestCrop;
        if (!(smallestCrop > 0 && smallestCrop <= 1)
                || !share(flip)
                || !(jitter >= 0 && jitter < 1)
                || !share(grey)
                || !share(coarse)
                || !share(blur)
                || !share(jpeg)
                || !share(erase)
                || !share(collage)) {
            throw new IllegalArgumentException(
                    "'augmentation' needs smallestCrop in (0, 1], jitter in [0, 1) and probabilities in 0..1.");
        }
        copies = copies == 0 ? 1 : copies;
        if (copies < 1 || copies > MOST_COPIES) {
            throw new IllegalArgumentException("'copies' is 1 to " + MOST_COPIES + ", not " + copies + ".");
        }
    }

    Augmentation(double smallestCrop, double flip, double jitter, double grey, double coarse) {
        this(smallestCrop, flip, jitter, grey, coarse, 0, 0, 0, 0, 1);
    }

    /** Everything that determines a view, for caches. */
    String key() {
        String key = List.of(smallestCrop, flip, jitter, grey, coarse, blur, jpeg, erase)
                .toString();
        // Left out where there is none: caches from before it was there are still good.
        return collage == 0 ? key : key + " collage " + collage;
    }

    private static boolean share(double value) {
        return value >= 0 && value <= 1;
    }

    /**
     * A view of {@code (crop, crop, 3)} bytes.
     *
     * @param background asked for a picture without the positive class where the view becomes part of a collage
     */
    byte[] apply(
            Picture picture,
            InputSize size,
            Resampler resampler,
            SplittableRandom random,
            Function<SplittableRandom, Picture> background) {
        int side = size.crop();
        byte[] pixels = crop(picture, size, resampler, random);
        if (collage > 0 && random.nextDouble() < collage) {
            byte[] ground = crop(background.apply(random), size, resampler, random);
            lay(pixels, ground, side, resampler, random);
            pixels = ground;
        }
        if (random.nextDouble() < coarse) {
            int small = Math.max(1, (int) Math.round(side * (COARSEST + (1 - COARSEST) * random.nextDouble())));
            byte[] shrunk = resampler.resample(new Picture(side, side, pixels), 0, 0, side, side, small, small);
            pixels = resampler.resample(new Picture(small, small, shrunk), 0, 0, small, small, side, side);
        }
        if (random.nextDouble() < flip) {
            mirror(pixels, side);
        }
        boolean colourless = random.nextDouble() < grey;
        if (jitter > 0 || colourless) {
            double brightness = factor(random);
            double contrast = factor(random);
            double saturation = colourless ? 0 : factor(random);
            recolour(pixels, brightness, contrast, saturation);
        }
        // Not drawn where it is not asked for: the views of configurations without it stay as they were.
        if (blur > 0 && random.nextDouble() < blur) {
            double deviation = between(WEAKEST_BLUR, STRONGEST_BLUR, random);
            pixels = Pictures.rgb(Blur.of(Pictures.image(new Picture(side, side, pixels)), deviation));
        }
        if (jpeg > 0 && random.nextDouble() < jpeg) {
            pixels = encoded(pixels, side, between(WORST_JPEG, BEST_JPEG, random));
        }
        if (erase > 0 && random.nextDouble() < erase) {
            hide(pixels, side, random);
        }
        return pixels;
    }

    private static void lay(byte[] view, byte[] ground, int side, Resampler resampler, SplittableRandom random) {
        int tile = (int) Math.round(side * Math.sqrt(between(SMALLEST_TILE, LARGEST_TILE, random)));
        byte[] small = resampler.resample(new Picture(side, side, view), 0, 0, side, side, tile, tile);
        int most = (int) Math.round(STICKING_OUT * tile);
        int left = random.nextInt(-most, side - tile + most + 1);
        int top = random.nextInt(-most, side - tile + most + 1);
        int first = Math.max(0, -left);
        int columns = Math.min(tile, side - left) - first;
        for (int y = Math.max(0, -top); y < Math.min(tile, side - top); y++) {
            System.arraycopy(small, 3 * (y * tile + first), ground, 3 * ((top + y) * side + left + first), 3 * columns);
        }
    }

    private static double between(double least, double most, SplittableRandom random) {
        return least + (most - least) * random.nextDouble();
    }

    private static byte[] encoded(byte[] pixels, int side, double quality) {
        byte[] file = Pictures.jpeg(Pictures.image(new Picture(side, side, pixels)), quality);
        return Pictures.rgb(
                Pictures.decode(file).orElseThrow(() -> new IllegalStateException("ImageIO reads what it writes.")));
    }

    private static void hide(byte[] pixels, int side, SplittableRandom random) {
        double area = side * side * between(SMALLEST_ERASED, LARGEST_ERASED, random);
        double aspect = Math.exp(between(-1, 1, random) * Math.log(WIDEST));
        int width = Math.max(1, Math.min(side, (int) Math.round(Math.sqrt(area * aspect))));
        int height = Math.max(1, Math.min(side, (int) Math.round(Math.sqrt(area / aspect))));
        int left = random.nextInt(side - width + 1);
        int top = random.nextInt(side - height + 1);
        byte[] row = new byte[3 * width];
        for (int y = top; y < top + height; y++) {
            random.nextBytes(row);
            System.arraycopy(row, 0, pixels, 3 * (y * side + left), row.length);
        }
    }

    private byte[] crop(Picture picture, InputSize size, Resampler resampler, SplittableRandom random) {
        if (smallestCrop == 1) {
            return resampler.fit(picture, size);
        }
        double area = (double) picture.width() * picture.height();
        for (int attempt = 0; attempt < CROP_ATTEMPTS; attempt++) {
            double target = area * (smallestCrop + (1 - smallestCrop) * random.nextDouble());
            double aspect = Math.exp((2 * random.nextDouble() - 1) * Math.log(WIDEST));
            double width = Math.sqrt(target * aspect);
            double height = Math.sqrt(target / aspect);
            if (width <= picture.width() && height <= picture.height()) {
                double x = random.nextDouble() * (picture.width() - width);
                double y = random.nextDouble() * (picture.height() - height);
                return resampler.resample(picture, x, y, width, height, size.crop(), size.crop());
            }
        }
        return resampler.fit(picture, size);
    }

    private double factor(SplittableRandom random) {
        return 1 + jitter * (2 * random.nextDouble() - 1);
    }

    private static void mirror(byte[] pixels, int side) {
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side / 2; x++) {
                int left = 3 * (y * side + x);
                int right = 3 * (y * side + side - 1 - x);
                for (int channel = 0; channel < 3; channel++) {
                    byte kept = pixels[left + channel];
                    pixels[left + channel] = pixels[right + channel];
                    pixels[right + channel] = kept;
                }
            }
        }
    }

    /** Brightness about black, contrast about the mean luma, saturation about each pixel's luma. */
    private static void recolour(byte[] pixels, double brightness, double contrast, double saturation) {
        double sum = 0;
        for (int i = 0; i < pixels.length; i += 3) {
            sum += luma(pixels, i);
        }
        double mean = brightness * sum * 3 / pixels.length;
        for (int i = 0; i < pixels.length; i += 3) {
            double luma = luma(pixels, i);
            for (int channel = 0; channel < 3; channel++) {
                double value = luma + saturation * ((pixels[i + channel] & 0xff) - luma);
                double contrasted = mean + contrast * (brightness * value - mean);
                pixels[i + channel] = (byte) Math.round(Math.max(0, Math.min(255, contrasted)));
            }
        }
    }

    private static double luma(byte[] pixels, int i) {
        return LUMA[0] * (pixels[i] & 0xff) + LUMA[1] * (pixels[i + 1] & 0xff) + LUMA[2] * (pixels[i + 2] & 0xff);
    }
}
