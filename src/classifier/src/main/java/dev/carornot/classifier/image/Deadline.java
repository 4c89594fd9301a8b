package dev.carornot.classifier.image;

import java.io.IOException;
import java.time.Duration;

/** The moment at which a decoder must give up; asked by the stream it reads from and by its progress listener. */
final class Deadline {
    private final Duration budget;
    private final long end;

    private Deadline(Duration budget) {
        this.budget = budget;
        this.end = System.nanoTime() + budget.toNanos();
    }

    static Deadline in(Duration budget) {
        return new Deadline(budget);
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** Throws when time is up. An {@link IOException}, since that is what image readers let through. */
    void check() throws IOException {
        if (isOver()) {
            throw new IOException("Time is up.");
        }
    }

    RefusedException refusal() {
        return RefusedException.damaged("The picture was not decoded within " + budget.toMillis()
                + " ms, which no sound picture of its size needs; save it again as a plain JPEG.");
    }
}
