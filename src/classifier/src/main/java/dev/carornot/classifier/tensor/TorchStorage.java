package dev.carornot.classifier.tensor;

/**
 * A checkpoint's promise of numbers elsewhere in the file; several tensors may share one.
 *
 * @param key what the file calls it
 * @param count how many elements it holds, not negative
 */
record TorchStorage(String key, ElementType type, long count) {
    /** @throws ArithmeticException when there are more than a long can count */
    long bytes() {
        return Math.multiplyExact(count, type.width());
    }
}
