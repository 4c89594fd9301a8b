package dev.carornot.benchmark.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MachineTest {
    @Test
    void aProcessorWithEverythingHasNoLimitsToReport() {
        assertThat(with("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16").limits())
                .isEmpty();
    }

    @Test
    void whatAProcessorLacksIsSaid() {
        assertThat(with("avx2", "fma").limits())
                .hasSize(3)
                .anyMatch(limit -> limit.contains("VNNI"))
                .anyMatch(limit -> limit.contains("bf16"))
                .anyMatch(limit -> limit.contains("AVX-512"));
    }

    @Test
    void thisMachineHasCores() throws Exception {
        assertThat(Machine.here().cores()).isPositive();
    }

    private static Machine with(String... flags) {
        return new Machine("cpu", List.of(flags), 2, 8, "os", "jdk");
    }
}
