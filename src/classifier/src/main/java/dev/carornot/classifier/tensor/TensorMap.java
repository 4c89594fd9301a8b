package dev.carornot.classifier.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors by name, in file order, with the file's own remarks. Immutable and thread-safe.
 *
 * @param source what to call the file in messages
 * @param tensors by name
 * @param metadata free text by key
 */
public record TensorMap(String source, Map<String, Tensor> tensors, Map<String, String> metadata) {
    public TensorMap {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
