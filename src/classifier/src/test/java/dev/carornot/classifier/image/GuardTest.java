package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void whereMemoryRanOutNothingIsSaidAboutTheFile() {
        for (Throwable thrown : List.of(
                new OutOfMemoryError("Java heap space"),
                new IIOException("Reading failed.", new OutOfMemoryError()),
                new IIOException("Insufficient memory (case 4)"))) {
            assertThat(reason(thrown)).as(thrown.toString()).isEqualTo(Refusal.Reason.TOO_MANY_PIXELS);
        }
        for (Throwable thrown : List.of(new IIOException("Bogus marker length"), new IllegalStateException())) {
            assertThat(reason(thrown)).as(thrown.toString()).isEqualTo(Refusal.Reason.DAMAGED);
        }
    }

    /** As readers of files do it. */
    private static Refusal.Reason reason(Throwable thrown) {
        return Guard.run(
                () -> {
                    Guard.passOnOutOfMemory(thrown);
                    throw RefusedException.damaged("It is.");
                },
                Refusal::reason);
    }
}
