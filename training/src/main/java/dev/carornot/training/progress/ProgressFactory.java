package dev.carornot.training.progress;

/** Starts showing a piece of work. Implementations are thread-safe. */
public interface ProgressFactory {
    /** Shows nothing. */
    ProgressFactory SILENT = (task, unit, total) -> new Progress() {
        @Override
        public void advance(long units) {}

        @Override
        public void detail(String text) {}

        @Override
        public void close() {}
    };

    /**
     * Starts.
     *
     * @param task what is done, as a line's beginning: {@code Computing features}
     * @param unit what is counted, in the plural: {@code photographs}
     * @param total how many there are to do; 0 or more
     */
    Progress start(String task, String unit, long total);
}
