package dev.carornot.training.device;

import java.util.Locale;

/** What the person who starts a training asks for. */
public enum DeviceChoice {
    CPU,
    GPU;

    /** As the command line calls it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
