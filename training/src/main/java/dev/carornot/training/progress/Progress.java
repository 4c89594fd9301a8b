package dev.carornot.training.progress;

/** Where one piece of work stands. Implementations are thread-safe and never slow the work down to show it. */
public interface Progress extends AutoCloseable {
    /** So many more of the task's units are done; 0 or more. */
    void advance(long units);

    /** A remark beside the figures from now on, such as the current loss; empty for none. */
    void detail(String text);

    /** The work is over, finished or not. Closing twice does nothing more. */
    @Override
    void close();
}
