package dev.carornot.classifier.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A message of Protocol Buffers as it lies in a file (<a href="https://protobuf.dev/programming-guides/encoding/">encoding</a>).
 * Fields are written in the order of the calls, so the same calls give the same bytes. What is handed over as a buffer is
 * kept, not copied: a model's weights stay in their memory-mapped file until they are written. Not thread-safe.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int WIRE_TYPE_BITS = 3;

    private static final int VARINT_PAYLOAD_BITS = 7;
    private static final int VARINT_PAYLOAD = 0x7f;
    private static final int VARINT_MORE = 0x80;

    /** A 64-bit number takes ten bytes of seven bits at most. */
    private static final int LONGEST_VARINT = 10;

    private final List<ByteBuffer> parts = new ArrayList<>();
    private long length;

    ProtoMessage integer(int field, long value) {
        tag(field, VARINT);
        varint(value);
        return this;
    }

    ProtoMessage text(int field, String value) {
        return bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    ProtoMessage bytes(int field, ByteBuffer value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.remaining());
        append(value.slice());
        return this;
    }

    ProtoMessage message(int field, ProtoMessage value) {
        tag(field, LENGTH_DELIMITED);
        varint(value.length);
        value.parts.forEach(this::append);
        return this;
    }

    /** The fields of another message, behind those of this one. */
    ProtoMessage include(ProtoMessage other) {
        other.parts.forEach(this::append);
        return this;
    }

    /** In bytes. */
    long length() {
        return length;
    }

    /** The message's bytes, in order; the buffers' positions belong to the caller. */
    List<ByteBuffer> parts() {
        return Collections.unmodifiableList(
                parts.stream().map(ByteBuffer::duplicate).toList());
    }

    private void tag(int field, int wireType) {
        varint(((long) field << WIRE_TYPE_BITS) | wireType);
    }

    private void varint(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~VARINT_PAYLOAD) != 0) {
            bytes.put((byte) ((rest & VARINT_PAYLOAD) | VARINT_MORE));
            rest >>>= VARINT_PAYLOAD_BITS;
        }
        append(bytes.put((byte) rest).flip());
    }

    private void append(ByteBuffer bytes) {
        parts.add(bytes);
        length += bytes.remaining();
    }
}
