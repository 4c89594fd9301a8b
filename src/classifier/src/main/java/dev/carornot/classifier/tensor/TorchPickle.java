package dev.carornot.classifier.tensor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a checkpoint's pickle as data. The library's own registry of constructors is never asked: only {@link TorchGlobal}
 * and the names of storages pass, and every other name is refused before anything is called. Opcodes that a checkpoint
 * never needs are refused too, and lengths are compared with what is left of the file before memory is taken for them.
 *
 * <p>Dictionaries keep their order, which the library's would lose. One instance reads the pickles of one file; not
 * thread-safe.
 */
final class TorchPickle extends Unpickler {
    private static final String TORCH = "torch.";

    /** The least and the most fields of a storage's persistent id; the old form has a sixth, for views. */
    private static final int ID_FIELDS = 5;

    private static final int OLD_ID_FIELDS = 6;

    private final Map<String, TorchStorage> storages = new HashMap<>();

    /**
     * Reads the next pickle.
     *
     * @throws RefusedPickleException when it is refused or damaged; the message is the end of a sentence about the file
     */
    Object read(BufferInput in) {
        try {
            return load(in);
        } catch (RefusedPickleException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library answers nonsense with whatever happens to go wrong, e.g. ClassCastException.
            throw new RefusedPickleException("is damaged: its pickle cannot be followed", e);
        }
    }

    /** Every storage that was named so far, by key. */
    Map<String, TorchStorage> storages() {
        return storages;
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        switch (opcode) {
            case Opcodes.PROTO,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.POP,
                    Opcodes.POP_MARK,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.SHORT_BINSTRING,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.SHORT_BINBYTES,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.EMPTY_LIST,
                    Opcodes.APPEND,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.FRAME,
                    Opcodes.BINPERSID -> {
                return super.dispatch(opcode);
            }
            case Opcodes.BINUNICODE -> stack.add(text(Integer.BYTES));
            case Opcodes.BINUNICODE8 -> stack.add(text(Long.BYTES));
            case Opcodes.GLOBAL -> stack.add(global(line(), line()));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(global((String) stack.pop(), name));
            }
            case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
                Object[] arguments = (Object[]) stack.pop();
                stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
            }
            case Opcodes.BUILD -> build();
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                putAll(List.of(requireKey(stack.pop())), new Object[] {value});
            }
            case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
            case Opcodes.APPENDS -> appendAll(stack.pop_all_since_marker());
            default ->
                throw new RefusedPickleException(
                        "holds the pickle opcode " + opcode + ", which no checkpoint needs; only tensors are read");
        }
        return NO_RETURN_VALUE;
    }

    @Override
    protected Object persistentLoad(Object id) {
        if (!(id instanceof Object[] fields)
                || fields.length < ID_FIELDS
                || fields.length > OLD_ID_FIELDS
                || !"storage".equals(fields[0])
                || !(fields[1] instanceof ElementType type)
                || !(fields[2] instanceof String key)
                || !(fields[4] instanceof Integer || fields[4] instanceof Long)) {
            throw new RefusedPickleException("is damaged: it names a storage in a way that is not PyTorch's");
        }
        if (fields.length == OLD_ID_FIELDS && fields[5] != null) {
            throw new RefusedPickleException(
                    "holds a view of a storage in a form that PyTorch gave up in 2017; save it anew");
        }
        TorchStorage storage = new TorchStorage(key, type, ((Number) fields[4]).longValue());
        TorchStorage earlier = storages.putIfAbsent(key, storage);
        if (storage.count() < 0 || (earlier != null && !earlier.equals(storage))) {
            throw new RefusedPickleException("is damaged: it describes the storage " + Quoted.of(key) + " impossibly");
        }
        return storage;
    }

    /** Only texts, numbers and truth values: a container as a key would be hashed, and might hold itself. */
    static Object requireKey(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Boolean) {
            return key;
        }
        throw new RefusedPickleException("is damaged: it has a dictionary with a key that is no text and no number");
    }

    private static Object global(String module, String name) {
        String path = Objects.requireNonNull(module) + "." + Objects.requireNonNull(name);
        if (path.startsWith(TORCH)) {
            var storage = ElementType.ofStorage(path.substring(TORCH.length()));
            if (storage.isPresent()) {
                return storage.get();
            }
        }
        return TorchGlobal.of(path)
                .orElseThrow(
                        () -> new RefusedPickleException("asks for " + Quoted.of(path) + "; only tensors are read"));
    }

    private String line() throws IOException {
        String line = PickleUtils.readline(input);
        // No pickle ends with a line, but a line that is cut short looks like a shorter one.
        if (input.available() == 0) {
            throw new RefusedPickleException("is truncated or damaged: a name in its pickle does not end");
        }
        return line;
    }

    private String text(int lengthBytes) throws IOException {
        byte[] prefix = PickleUtils.readbytes(input, lengthBytes);
        long length =
                lengthBytes == Long.BYTES ? PickleUtils.bytes_to_long(prefix, 0) : PickleUtils.bytes_to_uint(prefix, 0);
        if (length < 0 || length > input.available()) {
            throw new RefusedPickleException("is truncated or damaged: a text in its pickle would have "
                    + Long.toUnsignedString(length) + " bytes");
        }
        return new String(PickleUtils.readbytes(input, length), StandardCharsets.UTF_8);
    }

    /** Attributes of a dictionary or a parameter (versions, hooks): nothing that tensors need. */
    private void build() {
        stack.pop();
        Object target = stack.peek();
        if (!(target instanceof Map || target instanceof TorchView)) {
            throw new RefusedPickleException("sets the state of something that is no tensor; only tensors are read");
        }
    }

    private void setItems(List<Object> items) {
        List<Object> keys = new ArrayList<>();
        Object[] values = new Object[items.size() / 2];
        for (int i = 0; i < values.length; i++) {
            keys.add(requireKey(items.get(2 * i)));
            values[i] = items.get(2 * i + 1);
        }
        putAll(keys, values);
    }

    private void putAll(List<Object> keys, Object[] values) {
        @SuppressWarnings("unchecked") // Dictionaries are made in this class and in TorchGlobal, all of this type.
        Map<Object, Object> map = (Map<Object, Object>) stack.peek();
        for (int i = 0; i < values.length; i++) {
            map.put(keys.get(i), values[i]);
        }
    }

    private void appendAll(List<Object> items) {
        @SuppressWarnings("unchecked") // Lists are made by the library, all of this type.
        List<Object> list = (List<Object>) stack.peek();
        list.addAll(items);
    }
}
