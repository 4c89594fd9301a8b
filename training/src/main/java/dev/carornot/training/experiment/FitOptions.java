package dev.carornot.training.experiment;

import dev.carornot.training.device.Devices;
import dev.carornot.training.progress.ProgressFactory;
import java.util.Optional;

/**
 * How a fitting is run. Immutable; as thread-safe as its parts.
 *
 * @param looks how often in an epoch validation is looked at, its end included, which changes nothing but the time
 * @param checkpoint from which it goes on, and where it leaves word after each epoch
 * @param devices where it runs
 * @param range has the learning rate rise instead of following its schedule, and nothing validated or kept
 */
record FitOptions(
        int looks,
        Optional<Checkpoint> checkpoint,
        Devices devices,
        Optional<RangeTest> range,
        ProgressFactory progress) {
    /** On the processor, from the start to the end. */
    static FitOptions of(ProgressFactory progress) {
        return new FitOptions(1, Optional.empty(), Devices.CPU, Optional.empty(), progress);
    }

    FitOptions looking(int timesAnEpoch) {
        return new FitOptions(timesAnEpoch, checkpoint, devices, range, progress);
    }

    FitOptions goingOnFrom(Checkpoint there) {
        return new FitOptions(looks, Optional.of(there), devices, range, progress);
    }

    FitOptions on(Devices others) {
        return new FitOptions(looks, checkpoint, others, range, progress);
    }

    FitOptions testing(RangeTest test) {
        return new FitOptions(looks, checkpoint, devices, Optional.of(test), progress);
    }
}
