package dev.carornot.classifier.tensor;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types that a tensor file may hold, as safetensors and PyTorch's storages call them. */
enum ElementType {
    F64("F64", "DoubleStorage", DataType.FLOAT64),
    F32("F32", "FloatStorage", DataType.FLOAT32),
    F16("F16", "HalfStorage", DataType.FLOAT16),
    BF16("BF16", "BFloat16Storage", DataType.BFLOAT16),
    I64("I64", "LongStorage", DataType.INT64),
    I32("I32", "IntStorage", DataType.INT32),
    I16("I16", "ShortStorage", DataType.INT16),
    I8("I8", "CharStorage", DataType.INT8),
    U8("U8", "ByteStorage", DataType.UINT8),
    BOOL("BOOL", "BoolStorage", DataType.BOOLEAN);

    private final String safetensors;
    private final String storage;
    private final DataType type;

    ElementType(String safetensors, String storage, DataType type) {
        this.safetensors = safetensors;
        this.storage = storage;
        this.type = type;
    }

    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values()).filter(e -> e.safetensors.equals(name)).findFirst();
    }

    /** By the name of a class in the Python package {@code torch}. */
    static Optional<ElementType> ofStorage(String name) {
        return Arrays.stream(values()).filter(e -> e.storage.equals(name)).findFirst();
    }

    static Optional<ElementType> of(DataType type) {
        return Arrays.stream(values()).filter(e -> e.type == type).findFirst();
    }

    static String safetensorsNames() {
        return Arrays.stream(values()).map(e -> e.safetensors).collect(Collectors.joining(", "));
    }

    String safetensors() {
        return safetensors;
    }

    DataType type() {
        return type;
    }

    /** Bytes of one element. */
    int width() {
        return type.getNumOfBytes();
    }
}
