package dev.carornot.training.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.carornot.training.failure.UserException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class DevicesTest {
    private static final CudaDriver TWO = new CudaDriver(0, 12080, List.of("NVIDIA A", "NVIDIA B"));
    private static final EngineLibraries CUDA = new EngineLibraries(true, Optional.empty());

    private static void assertRefused(CudaDriver driver, EngineLibraries engine, String... parts) {
        Supplier<EngineLibraries> libraries = () -> engine;
        assertThatThrownBy(() -> Devices.gpus(Optional.ofNullable(driver), libraries))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(parts)
                .hasMessageEndingWith("or leave '--device gpu' out to train on the processor.")
                .message()
                .hasLineCount(1);
    }

    @Test
    void theProcessorIsThereAlways() {
        assertThat(Devices.of(DeviceChoice.CPU)).isEqualTo(Devices.CPU);
        assertThat(Devices.CPU.areGpus()).isFalse();
        assertThat(Devices.CPU.all()).containsExactly(Device.cpu());
    }

    @Test
    void allGpusThatTheDriverShowsAreTaken() {
        Devices devices = Devices.gpus(Optional.of(TWO), () -> CUDA);
        assertThat(devices.all()).containsExactly(Device.gpu(0), Device.gpu(1));
        assertThat(devices.first()).isEqualTo(Device.gpu(0));
        assertThat(devices.areGpus()).isTrue();
        assertThat(devices.description()).isEqualTo("NVIDIA A, NVIDIA B");
    }

    @Test
    void whatIsMissingIsSaidInOneSentenceWithTheWayOut() {
        assertRefused(null, CUDA, "There is no NVIDIA driver", "--gpus all");
        assertRefused(new CudaDriver(100, 12080, List.of()), CUDA, "shows no GPU", "CUDA_VISIBLE_DEVICES");
        assertRefused(new CudaDriver(0, 12080, List.of()), CUDA, "shows no GPU");
        assertRefused(
                new CudaDriver(0, 11040, List.of("NVIDIA A")), CUDA, "too old", "CUDA up to 11.4", "525 or newer");
        assertRefused(new CudaDriver(803, 12080, List.of()), CUDA, "does not start", "803");
        assertRefused(
                TWO,
                new EngineLibraries(false, Optional.empty()),
                "There is a GPU (NVIDIA A)",
                "those for the processor",
                "PYTORCH_FLAVOR=cu128",
                "-Pcuda");
        assertRefused(
                TWO,
                new EngineLibraries(false, Optional.of("Offline model is enabled.")),
                "cannot be loaded (Offline model is enabled.)",
                "docs/training.md");
    }

    @Test
    void theEnginesLibrariesHereAreThoseForTheProcessor() {
        assertThat(EngineLibraries.find()).isEqualTo(new EngineLibraries(false, Optional.empty()));
    }

    @Test
    void aMachineWithoutTheDriverSaysSo() {
        Assumptions.assumeTrue(CudaDriver.find().isEmpty(), "this machine has NVIDIA's driver");
        assertThatThrownBy(() -> Devices.of(DeviceChoice.GPU))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("There is no NVIDIA driver on this machine");
    }
}
