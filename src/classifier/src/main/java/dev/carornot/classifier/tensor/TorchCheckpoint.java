package dev.carornot.classifier.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * PyTorch's checkpoints, {@code torch.save(model.state_dict(), "model.pth")} and torchvision's {@code .pth} files among them,
 * read as data: the pickle inside may ask for tensors and ordered dictionaries, and whatever else it asks for is refused by
 * name before anything is made of it. Both forms are read, the zip of PyTorch 1.6 and later and the one before. Stateless
 * and thread-safe.
 */
public final class TorchCheckpoint {
    /** Under which a training script keeps the state_dict beside other things. */
    private static final List<String> WRAPPERS = List.of("state_dict", "model");

    /** The first byte of every zip: "P". No pickle of protocol 2 or later begins so. */
    private static final int ZIP = 'P';

    private static final int SHOWN_KEYS = 5;

    private TorchCheckpoint() {}

    /**
     * All tensors of a state_dict, which may lie under {@code state_dict} or {@code model} of a larger dictionary, in its
     * order. Tensors come out row-major and contiguous whatever their strides were; integers such as {@code
     * num_batches_tracked} come out as they are. From a zip they are copied into memory, from the older form they are views
     * of a mapping of the file (see {@link Safetensors#read(Path)} for what that means).
     *
     * @param file with up to 2 GB of numbers
     * @throws TensorFileException when the file is absent, truncated, damaged, too large, or asks for something else than
     *     tensors; the message names the file and the reason
     */
    public static TensorMap read(Path file) throws TensorFileException {
        Safetensors.requireRegularFile(file);
        try (TorchContainer container = open(file)) {
            Map<String, TorchView> views = stateDict(file.toString(), container.object());
            return new TensorMap(file.toString(), tensors(file.toString(), container, views), Map.of());
        } catch (TensorFileException e) {
            throw e;
        } catch (IOException e) {
            throw new TensorFileException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static TorchContainer open(Path file) throws IOException {
        int first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.read();
        }
        return first == ZIP ? TorchZip.open(file) : TorchLegacy.open(file);
    }

    private static Map<String, TorchView> stateDict(String source, Object object) throws TensorFileException {
        if (!(object instanceof Map<?, ?> map)) {
            throw new TensorFileException(source + " holds no state_dict; save model.state_dict() with torch.save.");
        }
        for (String wrapper : WRAPPERS) {
            if (map.get(wrapper) instanceof Map<?, ?> inner) {
                map = inner;
                break;
            }
        }
        Map<String, TorchView> views = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof TorchView view)) {
                throw new TensorFileException(source + " holds no state_dict: its entry "
                        + Quoted.of(String.valueOf(entry.getKey())) + " is no tensor (its first entries are "
                        + firstKeys(map) + ").");
            }
            view.requireSound(source, name);
            views.put(name, view);
        }
        return views;
    }

    private static String firstKeys(Map<?, ?> map) {
        return map.keySet().stream()
                .limit(SHOWN_KEYS)
                .map(key -> Quoted.of(String.valueOf(key)))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Tensor> tensors(String source, TorchContainer container, Map<String, TorchView> views)
            throws IOException {
        requireModestTotal(source, views);
        Map<String, ByteBuffer> storages = new HashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TorchView> entry : views.entrySet()) {
            TorchStorage storage = entry.getValue().storage();
            ByteBuffer bytes = storages.get(storage.key());
            if (bytes == null) {
                bytes = container.storage(storage);
                storages.put(storage.key(), bytes);
            }
            tensors.put(entry.getKey(), entry.getValue().over(bytes));
        }
        return tensors;
    }

    /** What will be in memory, added up from promises: many small tensors may promise the same large storage again. */
    private static void requireModestTotal(String source, Map<String, TorchView> views) throws TensorFileException {
        Map<String, Long> storages = new HashMap<>();
        long total = 0;
        try {
            for (TorchView view : views.values()) {
                TorchStorage storage = view.storage();
                if (storages.put(storage.key(), storage.bytes()) == null) {
                    total = Math.addExact(total, storage.bytes());
                }
                if (!view.isContiguous()) {
                    total = Math.addExact(total, view.count() * storage.type().width());
                }
            }
        } catch (ArithmeticException e) {
            total = Long.MAX_VALUE;
        }
        if (total > TorchContainer.MAX_TOTAL_BYTES) {
            throw new TensorFileException(
                    source + " holds more than 2 GB of numbers, which is more than any network that is read here.");
        }
    }
}
