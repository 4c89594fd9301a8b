package dev.carornot.classifier.tensor;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form before PyTorch 1.6: five pickles (a magic number, the protocol's version, facts about the system, the object, the
 * storages' keys), then each storage as its count of elements and its bytes. The file is mapped, and storages are views of
 * the mapping.
 */
final class TorchLegacy implements TorchContainer {
    /** {@code torch.serialization.MAGIC_NUMBER}. */
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    /** {@code torch.serialization.PROTOCOL_VERSION}. */
    private static final Integer PROTOCOL = 1001;

    private final String source;
    private final Object object;
    private final Map<String, ByteBuffer> storages;

    private TorchLegacy(String source, Object object, Map<String, ByteBuffer> storages) {
        this.source = source;
        this.object = object;
        this.storages = storages;
    }

    static TorchLegacy open(Path file) throws TensorFileException {
        String source = file.toString();
        ByteBuffer bytes = Safetensors.map(file);
        ByteBuffer pickles = bytes.slice(0, Math.min(bytes.remaining(), MAX_PICKLE_BYTES));
        BufferInput in = new BufferInput(pickles);
        TorchPickle pickle = new TorchPickle();
        try {
            if (!MAGIC.equals(pickle.read(in))) {
                throw new TensorFileException(source + " is no PyTorch checkpoint: it is another pickle.");
            }
            if (!PROTOCOL.equals(pickle.read(in))
                    || !(pickle.read(in) instanceof Map<?, ?> system)
                    || !Boolean.TRUE.equals(system.get("little_endian"))) {
                throw new TensorFileException(
                        source + " is a PyTorch checkpoint of an unknown protocol or byte order.");
            }
            Object object = pickle.read(in);
            if (!(pickle.read(in) instanceof List<?> keys)) {
                throw new TensorFileException(source + " is damaged: the list of its storages is missing.");
            }
            ByteBuffer rest = bytes.slice(pickles.position(), bytes.remaining() - pickles.position());
            return new TorchLegacy(source, object, storages(source, keys, pickle.storages(), rest));
        } catch (RefusedPickleException e) {
            throw new TensorFileException(source + " " + e.getMessage() + ".", e);
        }
    }

    @Override
    public Object object() {
        return object;
    }

    @Override
    public ByteBuffer storage(TorchStorage storage) throws TensorFileException {
        ByteBuffer bytes = storages.get(storage.key());
        if (bytes == null) {
            throw new TensorFileException(
                    source + " is damaged: it lacks the storage " + Quoted.of(storage.key()) + ".");
        }
        return bytes;
    }

    @Override
    public void close() {
        // The mapping goes with its last view.
    }

    private static Map<String, ByteBuffer> storages(
            String source, List<?> keys, Map<String, TorchStorage> known, ByteBuffer rest) throws TensorFileException {
        rest.order(ByteOrder.LITTLE_ENDIAN);
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Object key : keys) {
            if (!(key instanceof String name) || !known.containsKey(name) || storages.containsKey(name)) {
                throw new TensorFileException(
                        source + " is damaged: it lists a storage that no tensor uses, or one twice.");
            }
            TorchStorage storage = known.get(name);
            if (rest.remaining() < Long.BYTES) {
                throw truncated(source, name);
            }
            long count = rest.getLong();
            if (count != storage.count()) {
                throw new TensorFileException(source + " is damaged: its storage " + Quoted.of(name) + " has " + count
                        + " elements, and " + storage.count() + " are promised.");
            }
            if (count > rest.remaining() / storage.type().width()) {
                throw truncated(source, name);
            }
            int length = (int) storage.bytes();
            storages.put(name, rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
        }
        if (rest.hasRemaining()) {
            throw new TensorFileException(
                    source + " is damaged: " + rest.remaining() + " bytes follow its last storage.");
        }
        return storages;
    }

    private static TensorFileException truncated(String source, String key) {
        return new TensorFileException(source + " is truncated: it ends within its storage " + Quoted.of(key) + ".");
    }
}
