package dev.carornot.benchmark.contender;

/** Something ready to be measured. Not thread-safe. */
public interface Work extends AutoCloseable {
    /**
     * Does it once.
     *
     * @return a number that the result depends on; finite, or something is broken and the time means nothing
     */
    double run() throws Exception;

    @Override
    default void close() {}
}
