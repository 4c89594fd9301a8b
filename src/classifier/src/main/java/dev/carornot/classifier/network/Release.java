package dev.carornot.classifier.network;

import ai.djl.ndarray.NDArray;

/** Gives intermediate arrays back before their manager does. */
final class Release {
    private Release() {}

    /** Closes each of {@code arrays} that is not {@code kept}; the same array may be named twice. */
    static void allBut(NDArray kept, NDArray... arrays) {
        for (NDArray array : arrays) {
            if (array != kept) {
                array.close();
            }
        }
    }
}
