package dev.carornot.classifier.tensor;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor as a checkpoint describes it: which elements of a storage. Immutable. */
final class TorchView {
    /** As many dimensions as PyTorch allows. */
    private static final int MAX_RANK = 64;

    private final TorchStorage storage;
    private final long offset;
    private final long[] size;
    private final long[] stride;

    /**
     * All in units of elements, and kept rather than copied.
     *
     * @param offset of the first element
     * @param size by dimension
     * @param stride by dimension, how far apart neighbours lie
     */
    TorchView(TorchStorage storage, long offset, long[] size, long[] stride) {
        this.storage = storage;
        this.offset = offset;
        this.size = size;
        this.stride = stride;
    }

    TorchStorage storage() {
        return storage;
    }

    /**
     * Checks everything that can be checked without the storage itself; the other methods rely on it.
     *
     * @throws TensorFileException when the view reaches beyond its storage or repeats elements
     */
    void requireSound(String source, String name) throws TensorFileException {
        boolean negative = offset < 0
                || Arrays.stream(size).anyMatch(n -> n < 0)
                || Arrays.stream(stride).anyMatch(n -> n < 0);
        if (negative || size.length != stride.length || size.length > MAX_RANK) {
            throw SafetensorsHeader.refusal(
                    source,
                    name,
                    "has the impossible shape " + Arrays.toString(size) + " with strides " + Arrays.toString(stride)
                            + " and offset " + offset);
        }
        long count = 1;
        long last = offset;
        try {
            for (int i = 0; i < size.length; i++) {
                count = Math.multiplyExact(count, size[i]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(size[i] - 1, 0), stride[i]));
            }
        } catch (ArithmeticException e) {
            throw SafetensorsHeader.refusal(source, name, "has the impossible shape " + Arrays.toString(size));
        }
        if (count > 0 && last >= storage.count()) {
            throw SafetensorsHeader.refusal(
                    source, name, "reaches element " + last + " of a storage that has " + storage.count());
        }
        if (count > storage.count()) {
            throw SafetensorsHeader.refusal(
                    source, name, "repeats elements: it has " + count + ", and its storage " + storage.count());
        }
    }

    /** Elements; at most as many as the storage has. */
    long count() {
        return Arrays.stream(size).reduce(1, (a, b) -> a * b);
    }

    /** Whether the elements lie one after the other in row-major order. */
    boolean isContiguous() {
        long expected = 1;
        for (int i = size.length - 1; i >= 0; i--) {
            if (size[i] != 1 && stride[i] != expected) {
                return count() == 0;
            }
            expected *= size[i];
        }
        return true;
    }

    /** Over the storage's bytes where they are in order already, over a copy otherwise. */
    Tensor over(ByteBuffer bytes) {
        int width = storage.type().width();
        int length = Math.toIntExact(count() * width);
        ByteBuffer data = isContiguous()
                ? bytes.slice(length == 0 ? 0 : Math.toIntExact(offset * width), length)
                : gathered(bytes, width, length);
        return new Tensor(storage.type().type(), new Shape(size), data);
    }

    private ByteBuffer gathered(ByteBuffer bytes, int width, int length) {
        ByteBuffer data = ByteBuffer.allocate(length);
        long[] index = new long[size.length];
        long element = offset;
        for (int at = 0; at < length; at += width) {
            data.put(at, bytes, Math.toIntExact(element * width), width);
            // The next index in row-major order, as an odometer turns.
            for (int i = size.length - 1; i >= 0; i--) {
                element += stride[i];
                if (++index[i] < size[i]) {
                    break;
                }
                element -= stride[i] * size[i];
                index[i] = 0;
            }
        }
        return data;
    }
}
