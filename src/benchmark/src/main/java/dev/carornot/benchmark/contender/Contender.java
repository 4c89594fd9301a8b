package dev.carornot.benchmark.contender;

/**
 * Somebody in a race. Immutable.
 *
 * @param name what is measured and who does it, e.g. {@code network/fp32}; contenders of one race have the part before the
 *     slash in common
 * @param photographs how many photographs one run takes; times are given for one of them
 * @param opening sets it up
 */
public record Contender(String name, int photographs, Opening opening) {
    /** Sets up what is to be measured. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Makes it ready to run.
         *
         * @throws Exception when this machine or this build cannot do it; the message is the reason that is reported
         */
        Work open() throws Exception;
    }

    Contender(String name, Opening opening) {
        this(name, 1, opening);
    }
}
