package dev.carornot.classifier.image;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a photograph's bytes to the network's input, decoding no more detail than the input shows: a JPEG at the smallest of
 * the scales 1, 1/2, 1/4 and 1/8 whose shorter side covers {@link InputSize#resize()}, by libjpeg-turbo where the machine
 * has it, else by ImageIO, whose picture is averaged down to the same size. What is read, what is refused and why is the
 * same as {@link ImageDecoder}'s: the few files in which libjpeg-turbo finds a fault, and those whose colours it may take
 * for others, are read by the same readers as there.
 *
 * <p>At scale 1 the input is to the byte the one that {@link ImageDecoder} and {@link Resampler#fit} yield. Thread-safe.
 */
public final class InputDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(InputDecoder.class);

    private static final int LONGEST_PREVIEW = 4096;

    private final Admission admission;
    private final Duration budget;
    private final CompletableFuture<Optional<TurboJpeg>> turbo;
    private final ColourProfiles profiles;
    private final Resampler resampler = new Resampler();

    /** A photograph's pixels as stored, perhaps fewer of them, and the profile that they still have to be taken through. */
    private record Stored(Picture picture, JpegScale scale, Optional<byte[]> profile) {
        static final JpegScale FULL = new JpegScale(1);

        static Stored full(Picture picture) {
            return new Stored(picture, FULL, Optional.empty());
        }
    }

    /** Begins to look for the library, which takes JNA a tenth of a second, and logs what will be used once it knows. */
    public InputDecoder(ImageLimits limits, JpegChoice choice) {
        this(limits, Guard.BUDGET, library(choice), new ColourProfiles());
    }

    InputDecoder(ImageLimits limits, Duration budget, Optional<TurboJpeg> turbo) {
        this(limits, budget, CompletableFuture.completedFuture(turbo), new ColourProfiles());
    }

    private InputDecoder(
            ImageLimits limits,
            Duration budget,
            CompletableFuture<Optional<TurboJpeg>> turbo,
            ColourProfiles profiles) {
        this.admission = new Admission(limits);
        this.budget = budget;
        this.turbo = turbo;
        this.profiles = profiles;
    }

    private static CompletableFuture<Optional<TurboJpeg>> library(JpegChoice choice) {
        if (choice == JpegChoice.IMAGEIO) {
            LOG.info("JPEGs are decoded by ImageIO, as configured.");
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> {
            Optional<TurboJpeg> found = TurboJpeg.find();
            LOG.info(
                    found.isPresent()
                            ? "JPEGs are decoded by libjpeg-turbo."
                            : "JPEGs are decoded by ImageIO, since libturbojpeg was not found; with it (Debian's package"
                                    + " libturbojpeg0) large ones take less than half the time.");
            return found;
        });
    }

    /** The same decoder within other limits. */
    public InputDecoder withLimits(ImageLimits limits) {
        return new InputDecoder(limits, budget, turbo, profiles);
    }

    /** What decodes JPEGs: {@code libjpeg-turbo} or {@code imageio}. Their inputs differ a little at smaller scales. */
    public String jpegDecoder() {
        return turbo.join().isPresent() ? "libjpeg-turbo" : "imageio";
    }

    /** The network's view of a photograph. The array is not changed and not kept. */
    public Fitting decode(byte[] photograph, InputSize size) {
        return Guard.run(() -> decodeOrRefuse(photograph, size), Fitting.Refused::new);
    }

    /**
     * The whole photograph for people to look at: upright, its longer side at most so many pixels, never enlarged. What is
     * refused is the same as for the network's view. The array is not changed and not kept.
     *
     * @param longerSide in pixels, 1..4096
     */
    public Decoding preview(byte[] photograph, int longerSide) {
        if (longerSide < 1 || longerSide > LONGEST_PREVIEW) {
            throw new IllegalArgumentException(
                    "A preview's longer side has 1 to " + LONGEST_PREVIEW + " pixels, not " + longerSide + ".");
        }
        return Guard.run(() -> previewOrRefuse(photograph, longerSide), Decoding.Refused::new);
    }

    private Decoding previewOrRefuse(byte[] photograph, int longerSide) throws RefusedException {
        ImageFile file = admission.admit(photograph);
        Deadline deadline = Deadline.in(budget);
        double shrunk = Math.min(1, (double) longerSide / Math.max(file.width(), file.height()));
        int width = Math.max(1, (int) Math.round(shrunk * file.width()));
        int height = Math.max(1, (int) Math.round(shrunk * file.height()));
        int shorter = Math.min(width, height);
        Stored stored = file instanceof JpegFile jpeg
                ? read(jpeg, new InputSize(shorter, shorter), deadline)
                : Stored.full(file.read(deadline));
        byte[] pixels = view(stored, new Box(0, 0, file.width(), file.height()), width, height);
        Picture upright = Orientation.of(file.exif()).upright(new Picture(width, height, pixels));
        return new Decoding.Decoded(upright, file.format());
    }

    private Fitting decodeOrRefuse(byte[] photograph, InputSize size) throws RefusedException {
        long start = System.nanoTime();
        ImageFile file = admission.admit(photograph);
        Orientation orientation = Orientation.of(file.exif());
        Deadline deadline = Deadline.in(budget);
        Stored stored = file instanceof JpegFile jpeg ? read(jpeg, size, deadline) : Stored.full(file.read(deadline));
        long decoded = System.nanoTime();
        int width = orientation.swapsSides() ? file.height() : file.width();
        int height = orientation.swapsSides() ? file.width() : file.height();
        Box seen = orientation.stored(Box.seen(width, height, size), file.width(), file.height());
        byte[] pixels = view(stored, seen, size.crop(), size.crop());
        byte[] upright = orientation
                .upright(new Picture(size.crop(), size.crop(), pixels))
                .rgb();
        return new Fitting.Fitted(upright, width, height, decoded - start, System.nanoTime() - decoded);
    }

    private Stored read(JpegFile file, InputSize size, Deadline deadline) throws RefusedException {
        JpegScale scale = JpegScale.covering(file.width(), file.height(), size);
        Optional<byte[]> profile = file.hasProfile() ? file.profile() : Optional.empty();
        boolean colourIsClear = profile.isPresent() ? profiles.allowAveraging(profile.get()) : !file.hasProfile();
        Optional<TurboJpeg> library = turbo.join();
        if (library.isPresent() && colourIsClear) {
            Optional<Picture> picture = file.readFlawless(library.get(), scale, deadline);
            if (picture.isPresent()) {
                return new Stored(picture.get(), scale, profile);
            }
        }
        return new Stored(scale.average(file.read(deadline)), scale, Optional.empty());
    }

    private byte[] view(Stored stored, Box seen, int width, int height) {
        int denominator = stored.scale().denominator();
        double blur = denominator == 1 ? Taps.UNTOUCHED : Taps.SHRUNK;
        byte[] pixels = resampler.resample(stored.picture(), seen.in(denominator), width, height, blur);
        return stored.profile().map(profile -> profiles.toSrgb(pixels, profile)).orElse(pixels);
    }
}
