package dev.carornot.classifier.image;

import java.time.Duration;

/**
 * Decodes photographs within limits: JPEG, PNG and WebP, told by their first bytes, to an upright 8-bit RGB picture.
 *
 * <p>Whatever the bytes are, the answer is a {@link Decoding}, never an exception. Size, format, coding and dimensions are
 * judged from the file's structure before anything is decoded, and decoding itself has a time and a memory budget. Of animations the
 * first picture is taken. Transparent parts show white. An embedded ICC profile is honoured in colour JPEG and in WebP (a
 * broken one is ignored), and ignored in PNG and grey JPEG. EXIF orientation is applied.
 *
 * <p>A file that ends early is {@link Refusal.Reason#DAMAGED}, with two exceptions for JPEG: a twentieth of the rows and
 * two groups of rows that are decoded together (up to 32 rows) may be missing, and one in many scans (a progressive one)
 * may lack the end of its last scan, that is fine detail.
 *
 * <p>Every pixel of the picture is decoded; where only the network's input is wanted, {@link InputDecoder} is several times
 * faster. Thread-safe.
 */
public final class ImageDecoder {
    private final Admission admission;
    private final DecodingMemory memory;
    private final Duration budget;

    public ImageDecoder(ImageLimits limits) {
        this(limits, Guard.BUDGET);
    }

    ImageDecoder(ImageLimits limits, Duration budget) {
        this.admission = new Admission(limits);
        this.memory = new DecodingMemory(limits.memory());
        this.budget = budget;
    }

    /** Decodes a whole file. The array is not changed and not kept. */
    public Decoding decode(byte[] bytes) {
        return Guard.run(() -> decodeOrRefuse(bytes), Decoding.Refused::new);
    }

    private Decoding decodeOrRefuse(byte[] bytes) throws RefusedException {
        ImageFile file = admission.admit(bytes);
        Deadline deadline = Deadline.in(budget, file.pixels());
        Picture upright =
                memory.during(file.memory(), () -> Orientation.of(file.exif()).upright(file.read(deadline)));
        return new Decoding.Decoded(upright, file.format());
    }
}
