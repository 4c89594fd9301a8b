package dev.carornot.classifier.tensor;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A checkpoint's file: one pickled object, and the storages that it names. Not thread-safe. */
sealed interface TorchContainer extends Closeable permits TorchZip, TorchLegacy {
    /** A checkpoint's pickle is a few hundred kilobytes; what is larger is none. */
    int MAX_PICKLE_BYTES = 16 * 1024 * 1024;

    /** All storages of one file together, and all copies made of them. */
    long MAX_TOTAL_BYTES = Integer.MAX_VALUE;

    /** The pickled object: maps, lists, tuples as arrays, plain values, and {@link TorchView}s. */
    Object object() throws IOException;

    /** A storage's bytes, little-endian; exactly as many as it promises. */
    ByteBuffer storage(TorchStorage storage) throws IOException;
}
