package dev.carornot.training.device;

import ai.djl.Device;
import dev.carornot.training.failure.UserException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Where a network is trained: on the processor, or on all GPUs that the process sees. Immutable and thread-safe.
 *
 * @param all one or more; the first has the weights that are kept
 * @param description for provenance: {@code cpu}, or the GPUs by their names
 */
public record Devices(List<Device> all, String description) {
    public static final Devices CPU = new Devices(List.of(Device.cpu()), "cpu");

    /** CUDA 12.8, which libtorch's flavour cu128 is built for, runs on every driver for a CUDA 12: "minor version compatibility". */
    private static final int OLDEST_DRIVER = 12000;

    /** The driver counts so. */
    private static final int MAJOR = 1000;

    private static final int MINOR = 10;

    private static final String WAY_OUT = "or leave '--device gpu' out to train on the processor.";

    public Devices {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("A network is trained on one device at least.");
        }
    }

    /**
     * The devices that somebody chose.
     *
     * @throws UserException when there is no GPU that can be used; says which of driver, GPU and libraries is missing, and
     *     what to do
     */
    public static Devices of(DeviceChoice choice) {
        return choice == DeviceChoice.CPU ? CPU : gpus(CudaDriver.find(), EngineLibraries::find);
    }

    /**
     * What a training on GPUs would find.
     *
     * @param names of the GPUs; empty where there is none that can be used
     * @param reason why there is none, in a sentence; empty where there is one
     */
    public record Gpus(List<String> names, Optional<String> reason) {
        public Gpus {
            names = List.copyOf(names);
        }
    }

    /** Looks for GPUs without asking for one; loads the engine where the driver shows one. */
    public static Gpus available() {
        return available(CudaDriver.find(), EngineLibraries::find);
    }

    static Gpus available(Optional<CudaDriver> found, Supplier<EngineLibraries> libraries) {
        try {
            gpus(found, libraries);
            return new Gpus(found.orElseThrow().gpus(), Optional.empty());
        } catch (UserException e) {
            return new Gpus(List.of(), Optional.of(e.getMessage().replace(", " + WAY_OUT, ".")));
        }
    }

    /** @param libraries asked once the driver shows a GPU, since they take a while to load */
    static Devices gpus(Optional<CudaDriver> found, Supplier<EngineLibraries> libraries) {
        CudaDriver driver = found.orElseThrow(() -> new UserException(
                "There is no NVIDIA driver on this machine: install it (in a container, start that with its GPUs, e.g."
                        + " docker run --gpus all), " + WAY_OUT));
        if (driver.status() == CudaDriver.NO_DEVICE
                || (driver.status() == CudaDriver.SUCCESS && driver.gpus().isEmpty())) {
            throw new UserException(
                    "NVIDIA's driver shows no GPU to this process: see what nvidia-smi and CUDA_VISIBLE_DEVICES say, "
                            + WAY_OUT);
        }
        if (driver.version() > 0 && driver.version() < OLDEST_DRIVER) {
            throw new UserException("NVIDIA's driver is too old, it knows CUDA up to " + driver.version() / MAJOR + "."
                    + driver.version() % MAJOR / MINOR + ": update it to one for CUDA 12 (525 or newer), " + WAY_OUT);
        }
        if (driver.status() != CudaDriver.SUCCESS) {
            throw new UserException("NVIDIA's driver does not start, its error is " + driver.status()
                    + ": see what nvidia-smi says (a driver that was updated wants a restart), " + WAY_OUT);
        }
        EngineLibraries engine = libraries.get();
        if (engine.fault().isPresent()) {
            throw new UserException("The engine's libraries cannot be loaded ("
                    + engine.fault().get() + "): see 'Devices' in docs/training.md for where those for CUDA come from, "
                    + WAY_OUT);
        }
        if (!engine.cuda()) {
            throw new UserException("There is a GPU (" + driver.gpus().get(0)
                    + "), but the engine's libraries are those for the processor: name a folder with libtorch for CUDA by"
                    + " PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR=cu128, or build with -Pcuda (see 'Devices' in"
                    + " docs/training.md), " + WAY_OUT);
        }
        List<String> gpus = driver.gpus();
        return new Devices(IntStream.range(0, gpus.size()).mapToObj(Device::gpu).toList(), String.join(", ", gpus));
    }

    /** The one that has the weights. */
    public Device first() {
        return all.get(0);
    }

    /** Whether they are GPUs. */
    public boolean areGpus() {
        return first().isGpu();
    }
}
