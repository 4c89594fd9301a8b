package dev.carornot.classifier.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** A JPEG: Huffman-coded, 8 bits a sample; grey, colour or print colours. */
final class JpegFile implements ImageFile {
    /** Rows that may be missing at the bottom, as a part of all. */
    private static final float MOST_MISSING = 0.05f;

    /**
     * What the readers take for a pixel at most, in bytes, measured: the JDK's up to 5, TwelveMonkeys' for print colours, which
     * reads whatever the other one cannot, up to 11.
     */
    private static final int READER_BYTES = 11;

    /** Of a picture in many scans every coefficient is kept until the last one, outside the heap. */
    private static final int COEFFICIENT_BYTES = 2;

    private static final int COLOUR = 3;
    private static final int PRINT_COLOURS = 4;

    private static final int GREY = 1;
    private final byte[] bytes;
    private final JpegStructure structure;

    private JpegFile(byte[] bytes, JpegStructure structure) {
        this.bytes = bytes;
        this.structure = structure;
    }

    static JpegFile of(byte[] bytes) throws RefusedException {
        return new JpegFile(bytes, JpegStructure.of(bytes));
    }

    @Override
    public ImageFormat format() {
        return ImageFormat.JPEG;
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
        return READER_BYTES * pixels() + coefficients();
    }

    /** What {@link #readFlawless} takes at most, in bytes: the pixels twice, since they are copied to the heap. */
    long memory(JpegScale scale) {
        long scaled = (long) scale.of(width()) * scale.of(height());
        return 2 * Picture.COLOURS * scaled + coefficients() + bytes.length;
    }

    private long coefficients() {
        return structure.hasManyScans() ? (long) COEFFICIENT_BYTES * structure.components() * pixels() : 0;
    }

    @Override
    public Picture read(Deadline deadline) throws RefusedException {
        structure.requireEnoughData();
        if (structure.components() != PRINT_COLOURS) {
            try {
                // First, since it takes a third of the other's time for an ordinary photograph.
                return read(Readers.jdkJpeg(), bytes, structure.components() == COLOUR, deadline);
            } catch (IOException | RuntimeException e) {
                Guard.passOnOutOfMemory(e);
                // The other reader forgives more (broken ICC profiles, contradictory Adobe markers); the deadline goes
                // on.
                if (deadline.isOver()) {
                    throw deadline.refusal();
                }
            }
        }
        try {
            // A profile for other colours makes it convert pixel by pixel, a microsecond and more each.
            boolean misleading = structure.components() == PRINT_COLOURS && !structure.hasPrintProfile();
            byte[] file = misleading ? structure.withoutProfile() : bytes;
            return read(Readers.twelveMonkeysJpeg(), file, false, deadline);
        } catch (IOException | RuntimeException e) {
            Guard.passOnOutOfMemory(e);
            if (deadline.isOver()) {
                throw deadline.refusal();
            }
            String detail = e instanceof IIOException && e.getMessage() != null ? " (" + e.getMessage() + ")" : "";
            throw RefusedException.damaged("The JPEG is damaged and cannot be decoded" + detail + ".");
        }
    }

    /**
     * Decodes the picture at a smaller scale, where that is sure to show what {@link #read} shows.
     *
     * @return nothing for print colours and for whatever is odd in the least
     */
    Optional<Picture> readFlawless(TurboJpeg decoder, JpegScale scale, Deadline deadline) throws RefusedException {
        structure.requireEnoughData();
        if (structure.components() != GREY && !structure.isPlainlyYcc()) {
            return Optional.empty();
        }
        Optional<Picture> picture = decoder.decode(bytes, structure.end(), width(), height(), scale);
        if (deadline.isOver()) {
            throw deadline.refusal();
        }
        return picture;
    }

    /** Whether a profile says what the colours mean; in grey it is ignored. */
    boolean hasProfile() {
        return structure.components() == COLOUR && structure.hasProfile();
    }

    /** The profile, if it is short enough to be in one piece. */
    Optional<byte[]> profile() {
        return structure.profile();
    }

    private Picture read(ImageReader reader, byte[] file, boolean ontoCanvas, Deadline deadline)
            throws IOException, RefusedException {
        try (ByteArrayImageInputStream stream = new ByteArrayImageInputStream(file, deadline)) {
            reader.setInput(stream, true, true);
            if (reader.getWidth(0) != width() || reader.getHeight(0) != height()) {
                throw RefusedException.damaged("The JPEG states two different sizes.");
            }
            ReadWatch watch = ReadWatch.on(reader, stream, structure.end() - (bytes.length - file.length), deadline);
            ImageReadParam parameters = reader.getDefaultReadParam();
            if (ontoCanvas) {
                parameters.setDestination(RgbPixels.canvas(width(), height()));
            }
            BufferedImage image = reader.read(0, parameters);
            deadline.check();
            // Scan by scan the data's end says nothing about rows; whether scans are missing was seen to before.
            if (!structure.hasManyScans() && watch.missing() > mostMissing()) {
                throw structure.cutOff();
            }
            return RgbPixels.of(image);
        } finally {
            reader.dispose();
        }
    }

    /** The decoder reports rows only when a whole group of them is done, and holds one group back. */
    private float mostMissing() {
        return MOST_MISSING + 2f * structure.rowsAtATime() / height();
    }
}
