package dev.carornot.classifier.image;

import java.io.IOException;
import javax.imageio.ImageReader;

/** A PNG, of any colour type; of an animated one the picture that plain viewers show. */
final class PngFile implements ImageFile {
    private final PngStructure structure;

    private PngFile(PngStructure structure) {
        this.structure = structure;
    }

    static PngFile of(byte[] bytes) throws RefusedException {
        return new PngFile(PngStructure.of(bytes));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.PNG;
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
        return structure.memory();
    }

    @Override
    public Picture read(Deadline deadline) throws RefusedException {
        structure.requireEnoughData();
        byte[] picture = structure.picture();
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(picture, deadline)) {
            ImageReader reader = Readers.jdkPng();
            try {
                reader.setInput(stream, true, true);
                ReadWatch.on(reader, stream, picture.length, deadline);
                Picture read = RgbPixels.of(reader.read(0), structure.transparent());
                deadline.check();
                return read;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            Guard.passOnOutOfMemory(e);
            if (deadline.isOver()) {
                throw deadline.refusal();
            }
            throw PngStructure.damaged("its compressed data is broken or ends early");
        }
    }
}
