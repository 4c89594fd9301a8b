package dev.carornot.training.cli;

import dev.carornot.training.device.DeviceChoice;
import dev.carornot.training.experiment.TrainRequest;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that trains needs to know. */
final class TrainingOptions {
    static final String OUT = "The folder for the model; it must not hold files yet.";

    static final String CONFIG = "The experiment's configuration, a YAML file.";

    @Mixin
    private DataOption data;

    @Option(
            names = "--backbone",
            paramLabel = "FILE",
            description =
                    "Pre-trained weights, as safetensors or as a PyTorch checkpoint; left out where the whole network is"
                            + " trained from a fresh start.")
    private Path backbone;

    @Mixin
    private CacheOption cache;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "Where it is trained: cpu (default), or gpu for all GPUs that NVIDIA's driver shows.")
    private DeviceChoice device;

    /**
     * The request that they make.
     *
     * @param config null where there is no file
     * @param out null where nothing is written
     * @param force whether int8 weights are kept in any case
     */
    TrainRequest request(Console console, Path config, Path out, boolean force) {
        return new TrainRequest(config, data.path(), backbone, out, cache.folder(console), force, device);
    }
}
