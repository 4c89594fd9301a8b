package dev.carornot.classifier.program;

/**
 * A network ready to run. Implementations are thread-safe, and closing one waits for the calls in flight and frees its
 * native memory.
 */
public interface Program extends AutoCloseable {
    /**
     * Runs the network.
     *
     * @param pixels {@code count} pictures of the program's input side, each {@code (side, side, 3)} bytes, red green blue,
     *     one after the other
     * @return for each picture its output: one logit, or the pooled features where the network has no head
     * @throws IllegalArgumentException when {@code pixels} has another length
     * @throws IllegalStateException when the program is closed
     */
    float[][] run(byte[] pixels, int count);

    /** The arithmetic that runs, e.g. {@code fp32}. */
    String precision();

    @Override
    void close();
}
