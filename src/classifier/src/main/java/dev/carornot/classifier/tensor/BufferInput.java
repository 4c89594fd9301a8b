package dev.carornot.classifier.tensor;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** A buffer as a stream that knows how much of it is left. For one thread. */
final class BufferInput extends InputStream {
    private final ByteBuffer buffer;

    /** Reads from the buffer's position on, and moves it. */
    BufferInput(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length > 0 && !buffer.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    @Override
    public int available() {
        return buffer.remaining();
    }
}
