package dev.carornot.classifier.network;

/** Everything that determines a network's parameters and their shapes. */
public record NetworkConfiguration(BackboneConfiguration backbone, HeadConfiguration head) {
    public NetworkConfiguration {
        if (backbone == null || head == null) {
            throw new IllegalArgumentException("A network needs a backbone and a head.");
        }
    }
}
