package dev.carornot.classifier.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image reader's view of a byte array: no copy, no temporary file. Every read asks the deadline, which stops readers
 * that have no listener to stop them.
 */
final class ByteArrayImageInputStream extends ImageInputStreamImpl {
    /** Reads of single bytes ask the deadline once in so many bytes, a power of two: asking costs more than reading. */
    private static final long BETWEEN_CHECKS = 4096;

    /**
     * Reads past the end that are let pass: readers look ahead, some bytes. One that takes the end of a truncated file for
     * zeros comes again for each pixel, and an exception each time costs hundreds of times what a pixel does.
     */
    private static final int MOST_BEYOND = 1000;

    private final byte[] bytes;
    private final Deadline deadline;
    private int beyond;

    ByteArrayImageInputStream(byte[] bytes, Deadline deadline) {
        this.bytes = bytes;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (streamPos >= bytes.length) {
            deadline.check();
            if (beyond == MOST_BEYOND) {
                throw new IOException("The data has ended.");
            }
            beyond++;
            return -1;
        }
        if ((streamPos & BETWEEN_CHECKS - 1) == 0) {
            deadline.check();
        }
        return bytes[(int) streamPos++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        deadline.check();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    /** How many bytes were handed out, or sought past. */
    long position() {
        return streamPos;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
