package dev.carornot.training.experiment;

import dev.carornot.training.device.DeviceChoice;
import java.nio.file.Path;

/**
 * What to train, and where everything lies.
 *
 * @param config the experiment's YAML file
 * @param data as {@link dev.carornot.training.dataset.DatasetReader#read} takes it
 * @param backbone weights of the backbone; null where the experiment starts fresh
 * @param out the folder under which the artifact goes
 * @param cache the folder for features
 * @param force keeps int8 weights even if they change more verdicts than {@link
 *     dev.carornot.training.quantization.VerdictChange#ALLOWED}
 * @param device where it is trained
 */
public record TrainRequest(
        Path config, Path data, Path backbone, Path out, Path cache, boolean force, DeviceChoice device) {
    /** On the processor. */
    public TrainRequest(Path config, Path data, Path backbone, Path out, Path cache, boolean force) {
        this(config, data, backbone, out, cache, force, DeviceChoice.CPU);
    }
}
