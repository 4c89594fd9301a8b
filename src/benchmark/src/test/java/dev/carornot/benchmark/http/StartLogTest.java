package dev.carornot.benchmark.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartLogTest {
    @Test
    void thePartsOfAStartAreReadFromTheLog() {
        assertThat(StartLog.parts("""
                        DEBUG [ArtifactModelSource] (main) Engine 310 ms (the rest of what a thread of its own began), artifact 60 ms, network and its warm-up 170 ms
                        INFO [io.quarkus] (main) car-or-not on JVM started in 1.234s. Listening on: http://0.0.0.0:1
                        """))
                .isEqualTo(Map.of("until_it_listens", 1234.0, "engine", 310.0, "artifact", 60.0, "network", 170.0));
    }

    @Test
    void aLogThatSaysNothingHasNoParts() {
        assertThat(StartLog.parts("what?")).isEmpty();
    }
}
