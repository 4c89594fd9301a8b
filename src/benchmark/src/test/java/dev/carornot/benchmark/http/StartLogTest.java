package dev.carornot.benchmark.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StartLogTest {
    @Test
    void thePartsOfAStartAreReadFromTheLog() {
        assertThat(StartLog.parts("""
                        DEBUG [ArtifactModelSource] (model-opening) Artifact 60 ms; what remained of the engine, the network and its warm-up 170 ms
                        INFO [ServedModel] (main) Model resnet50 1 (int8) from file:m is open and warm after 210 ms
                        INFO [io.quarkus] (main) car-or-not on JVM started in 1.234s. Listening on: http://0.0.0.0:1
                        """))
                .isEqualTo(Map.of(
                        "until_it_listens", 1234.0,
                        "waiting_for_the_model", 210.0,
                        "artifact", 60.0,
                        "engine_and_network", 170.0));
    }

    @Test
    void aLogThatSaysNothingHasNoParts() {
        assertThat(StartLog.parts("what?")).isEmpty();
    }
}
