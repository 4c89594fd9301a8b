package dev.carornot.classifier.image;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libjpeg-turbo's TurboJPEG API (turbojpeg.h) from version 2.0 on, through JNA. The library stays loaded until the process
 * ends; what a call allocates, it frees. Thread-safe: every call has a decoder of its own.
 */
final class TurboJpeg {
    private static final Logger LOG = LoggerFactory.getLogger(TurboJpeg.class);

    /** Debian's package libturbojpeg0 has the versioned name alone; the other is made a file name by each system's rule. */
    private static final List<String> NAMES = List.of("libturbojpeg.so.0", "turbojpeg");

    private static final int PIXEL_FORMAT_RGB = 0;
    /** TJFLAG_STOPONWARNING and TJFLAG_LIMITSCANS: what is not flawless is not worth going on with. */
    private static final int FLAGS = 8192 | 32768;

    private static final int WITHOUT_PADDING = 0;
    private static final int SUCCESS = 0;

    private final Function initialize;
    private final Function readHeader;
    private final Function decompress;
    private final Function destroy;

    private TurboJpeg(NativeLibrary library) {
        this.initialize = library.getFunction("tjInitDecompress");
        this.readHeader = library.getFunction("tjDecompressHeader3");
        this.decompress = library.getFunction("tjDecompress2");
        this.destroy = library.getFunction("tjDestroy");
        // Not called, but new in 2.0: a library that is older lacks the flags above and ignores them.
        library.getFunction("tjGetErrorStr2");
    }

    /** The machine's library, or nothing where it is absent, too old or does not load. */
    static Optional<TurboJpeg> find() {
        return NAMES.stream().flatMap(name -> open(name).stream()).findFirst();
    }

    /** The library of this name or path, or nothing where it is absent, too old or something else. */
    static Optional<TurboJpeg> open(String name) {
        try {
            return Optional.of(new TurboJpeg(NativeLibrary.getInstance(name)));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Error | RuntimeException e) {
            // JNA throws an UnsatisfiedLinkError for a library or a function that is not there, and a plain Error where
            // its own native part does not fit.
            LOG.debug("{} is not used.", name, e);
            return Optional.empty();
        }
    }

    /**
     * Decodes the first {@code length} bytes of a grey or YCbCr file.
     *
     * @param width as the file's frame header states it, in pixels
     * @param height as the file's frame header states it, in pixels
     * @return the picture as stored, each side as {@link JpegScale#of} says; nothing when the library finds the least
     *     fault with the file
     */
    Optional<Picture> decode(byte[] file, int length, int width, int height, JpegScale scale) {
        Pointer decoder = initialize.invokePointer(new Object[] {});
        if (decoder == null) {
            return Optional.empty();
        }
        try (Memory input = new Memory(length)) {
            input.write(0, file, 0, length);
            return decode(decoder, input, width, height, scale);
        } finally {
            destroy.invokeInt(new Object[] {decoder});
        }
    }

    private Optional<Picture> decode(Pointer decoder, Memory input, int width, int height, JpegScale scale) {
        NativeLong length = new NativeLong(input.size());
        IntByReference statedWidth = new IntByReference();
        IntByReference statedHeight = new IntByReference();
        Object[] header = {decoder, input, length, statedWidth, statedHeight, new IntByReference(), new IntByReference()
        };
        // It reports success, and a size of 0 x 0, for a file of tables without a picture.
        if (readHeader.invokeInt(header) != SUCCESS
                || statedWidth.getValue() != width
                || statedHeight.getValue() != height) {
            return Optional.empty();
        }
        int scaledWidth = scale.of(width);
        int scaledHeight = scale.of(height);
        byte[] rgb = new byte[Picture.COLOURS * scaledWidth * scaledHeight];
        try (Memory output = new Memory(rgb.length)) {
            Object[] arguments = {
                decoder, input, length, output, scaledWidth, WITHOUT_PADDING, scaledHeight, PIXEL_FORMAT_RGB, FLAGS
            };
            if (decompress.invokeInt(arguments) != SUCCESS) {
                return Optional.empty();
            }
            output.read(0, rgb, 0, rgb.length);
        }
        return Optional.of(new Picture(scaledWidth, scaledHeight, rgb));
    }
}
