package dev.carornot.classifier.image;

import java.time.Duration;
import java.util.function.Function;

/** Lets decoding end in a value, whatever the bytes do to the decoders. */
final class Guard {
    /** A last resort: what is admitted takes up to 3 s of a core (docs/reliability.md). */
    static final Duration BUDGET = Duration.ofSeconds(5);

    /** What libjpeg, in the JDK, says when native memory ran out ("Insufficient memory (case 4)"). */
    private static final String NATIVE_MEMORY = "Insufficient memory";

    private Guard() {}

    /** Throws the error behind what a reader threw, where memory ran out: that says nothing about the file. */
    static void passOnOutOfMemory(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                throw error;
            }
            if (cause.getMessage() != null && cause.getMessage().startsWith(NATIVE_MEMORY)) {
                throw new OutOfMemoryError(cause.getMessage());
            }
        }
    }

    /** Decoding that may refuse. */
    interface Work<T> {
        T run() throws RefusedException;
    }

    /** What {@code work} yields, or what {@code refused} makes of the reason why it cannot. */
    static <T> T run(Work<T> work, Function<Refusal, T> refused) {
        try {
            return work.run();
        } catch (RefusedException e) {
            return refused.apply(e.refusal());
        } catch (OutOfMemoryError e) {
            // Safe to go on: what fails is one allocation for this picture, everything built for it is local to this
            // call and unreachable now, and no lock or shared structure was being changed.
            return refused.apply(new Refusal(
                    Refusal.Reason.TOO_MANY_PIXELS,
                    "There is not enough memory to decode the picture now; send a smaller one."));
        } catch (RuntimeException | StackOverflowError e) {
            // Image readers answer some damaged files with ArrayIndexOutOfBounds and the like. As above, whatever state
            // they were in belongs to this call alone.
            return refused.apply(
                    new Refusal(Refusal.Reason.DAMAGED, "The file is damaged so badly that its decoder gave up."));
        }
    }
}
