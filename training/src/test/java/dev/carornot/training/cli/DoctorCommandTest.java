package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.training.cli.CommandRun.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aMachineThatWorksIsDescribedAndItsSpeedMeasured() {
        Outcome run = CommandRun.run(folder, "doctor", "--seconds", "0.1");
        assertThat(run.code()).as(run.out()).isEqualTo(CommandRun.OK);
        assertThat(run.out())
                .contains("Java  ", "Engine        PyTorch 2.", "JPEG decoder  ", "GPU  ", "Model         starter ")
                .containsPattern("Precision     (int8|bf16|fp32), since ")
                .containsPattern("Speed         [0-9.]+ photographs a second on one thread, [0-9.]+ on [0-9]+ ")
                .endsWith("Photographs can be classified here." + System.lineSeparator());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void jsonHasTheSameForPrograms() throws IOException {
        Outcome run = CommandRun.run(folder, "doctor", "--seconds", "0", "--json");
        assertThat(run.code()).as(run.out()).isEqualTo(CommandRun.OK);
        assertThat(run.outLines()).hasSize(1);
        JsonNode found = new JsonMapper().readTree(run.out());
        assertThat(found.path("processors").asInt()).isPositive();
        assertThat(found.path("memoryBytes").asLong()).isPositive();
        assertThat(found.at("/engine/version").asText()).startsWith("2.");
        assertThat(found.at("/model/name").asText()).isEqualTo("starter");
        assertThat(found.at("/faults")).isEmpty();
        assertThat(found.has("speed")).isFalse();
    }

    @Test
    void aModelThatCannotBeOpenedIsAFaultAmongTheRestAndExitCodeOne() {
        Outcome run = CommandRun.run(folder, "doctor", "--seconds", "0", "--model", folder.resolve("absent"));
        assertThat(run.code()).isEqualTo(CommandRun.FAILED);
        assertThat(run.out())
                .contains("Engine        PyTorch ", "Fault         There is no model folder", "absent")
                .endsWith("It does not work here." + System.lineSeparator());
    }

    @Test
    void aMeasurementHasALimit() {
        CommandRun.run(folder, "doctor", "--seconds", "-1").assertFailedWith(CommandRun.USAGE, "--seconds", "0 to 600");
        CommandRun.run(folder, "doctor", "--seconds", "NaN").assertFailedWith(CommandRun.USAGE, "--seconds");
    }
}
