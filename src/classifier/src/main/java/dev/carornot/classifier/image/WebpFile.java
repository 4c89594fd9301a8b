package dev.carornot.classifier.image;

import java.io.IOException;
import javax.imageio.ImageReader;

/** A WebP (RFC 9649), lossy or lossless, or the first frame of an animation. */
final class WebpFile implements ImageFile {
    /** The decoder, which is written in Java, takes up to a quarter of a microsecond for each on one core. */
    static final int MOST_PIXELS = 16_000_000;

    /** What the decoder takes for a pixel at most, in bytes, measured; most of it is what a lossy picture is built from. */
    private static final int READER_BYTES = 12;

    private final WebpStructure structure;

    private WebpFile(WebpStructure structure) {
        this.structure = structure;
    }

    static WebpFile of(byte[] bytes) throws RefusedException {
        return new WebpFile(WebpStructure.of(bytes));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.WEBP;
    }

    @Override
    public int width() {
        return structure.width();
    }

    @Override
    public int height() {
        return structure.height();
    }

    @Override
    public byte[] exif() {
        return structure.exif();
    }

    @Override
    public long memory() {
        return READER_BYTES * pixels() + 2L * structure.length();
    }

    @Override
    public Picture read(Deadline deadline) throws RefusedException {
        try {
            return read(structure.still(true), deadline);
        } catch (IOException | RuntimeException e) {
            if (structure.hasProfile() && !deadline.isOver()) {
                return readWithoutProfile(deadline);
            }
            throw refusal(e, deadline);
        }
    }

    /** Broken profiles are ignored; the reader does not, so it gets the picture once more without. */
    private Picture readWithoutProfile(Deadline deadline) throws RefusedException {
        try {
            return read(structure.still(false), deadline);
        } catch (IOException | RuntimeException e) {
            throw refusal(e, deadline);
        }
    }

    private static RefusedException refusal(Exception thrown, Deadline deadline) {
        Guard.passOnOutOfMemory(thrown);
        return deadline.isOver()
                ? deadline.refusal()
                : RefusedException.damaged("The WebP is damaged and cannot be decoded.");
    }

    private static Picture read(byte[] picture, Deadline deadline) throws IOException, RefusedException {
        ImageReader reader = Readers.twelveMonkeysWebp();
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(picture, deadline)) {
            reader.setInput(stream, true, true);
            ReadWatch.on(reader, stream, picture.length, deadline);
            Picture read = RgbPixels.of(reader.read(0));
            deadline.check();
            return read;
        } finally {
            reader.dispose();
        }
    }
}
