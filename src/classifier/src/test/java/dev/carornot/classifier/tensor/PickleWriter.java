package dev.carornot.classifier.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Writes pickles of protocol 2 as Python's pickler does, as far as checkpoints need them. */
final class PickleWriter {
    private static final int PROTOCOL = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A call of a Python function: {@code path} is its module and name. */
    record Call(String path, List<Object> arguments) {}

    /** A name that is only mentioned. */
    record Global(String path) {}

    /** Something that lies elsewhere, by its id. */
    record Persistent(List<Object> id) {}

    /** An object whose state is set after it was made. */
    record Built(Object object, Object state) {}

    /** Bytes of a pickle as they are, a character each. */
    record Raw(String bytes) {}

    static byte[] pickle(Object value) {
        PickleWriter writer = new PickleWriter();
        writer.out.write(0x80);
        writer.out.write(PROTOCOL);
        writer.write(value);
        writer.out.write('.');
        return writer.out.toByteArray();
    }

    private void write(Object value) {
        if (value == null) {
            out.write('N');
        } else if (value instanceof Boolean truth) {
            out.write(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer number) {
            out.write('J');
            out.writeBytes(littleEndian(number));
        } else if (value instanceof Long number) {
            // LONG1, as Python writes what does not fit 31 bits.
            out.write(0x8a);
            out.write(Long.BYTES);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .array());
        } else if (value instanceof String text) {
            out.write('X');
            out.writeBytes(littleEndian(text.getBytes(UTF_8).length));
            out.writeBytes(text.getBytes(UTF_8));
        } else if (value instanceof Raw raw) {
            out.writeBytes(raw.bytes().getBytes(ISO_8859_1));
        } else if (value instanceof List<?> tuple) {
            out.write('(');
            tuple.forEach(this::write);
            out.write('t');
        } else if (value instanceof Object[] list) {
            out.writeBytes(new byte[] {']', '('});
            List.of(list).forEach(this::write);
            out.write('e');
        } else if (value instanceof Map<?, ?> map) {
            out.write('}');
            items(map);
        } else if (value instanceof Global global) {
            global(global.path());
        } else if (value instanceof Persistent persistent) {
            write(persistent.id());
            out.write('Q');
        } else if (value instanceof Call call) {
            global(call.path());
            write(call.arguments());
            out.write('R');
        } else if (value instanceof Built built) {
            write(built.object());
            write(built.state());
            out.write('b');
        } else if (value instanceof OrderedDict dictionary) {
            write(new Call("collections.OrderedDict", List.of()));
            items(dictionary.items());
        } else {
            throw new IllegalArgumentException("No pickle for " + value.getClass());
        }
    }

    /** Python's OrderedDict. */
    record OrderedDict(Map<?, ?> items) {}

    private void items(Map<?, ?> map) {
        out.write('(');
        map.forEach((key, item) -> {
            write(key);
            write(item);
        });
        out.write('u');
    }

    private void global(String path) {
        int dot = path.lastIndexOf('.');
        out.write('c');
        out.writeBytes((path.substring(0, dot) + "\n" + path.substring(dot + 1) + "\n").getBytes(UTF_8));
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
