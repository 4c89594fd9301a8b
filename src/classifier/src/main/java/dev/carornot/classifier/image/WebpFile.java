package dev.carornot.classifier.image;

import java.io.IOException;
import javax.imageio.ImageReader;

/** A WebP (RFC 9649), lossy or lossless, or the first frame of an animation. */
final class WebpFile implements ImageFile {
    private final WebpStructure structure;

    private WebpFile(WebpStructure structure) {
        this.structure = structure;
    }

    static WebpFile of(byte[] bytes) throws RefusedException {
        return new WebpFile(WebpStructure.of(bytes));
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
    public Picture read(Deadline deadline) throws RefusedException {
        byte[] picture = structure.still();
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(picture, deadline)) {
            ImageReader reader = Readers.twelveMonkeysWebp();
            try {
                reader.setInput(stream, true, true);
                ReadWatch.on(reader, stream, picture.length, deadline);
                Picture read = RgbPixels.of(reader.read(0));
                deadline.check();
                return read;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (deadline.isOver()) {
                throw deadline.refusal();
            }
            throw RefusedException.damaged("The WebP is damaged and cannot be decoded.");
        }
    }
}
