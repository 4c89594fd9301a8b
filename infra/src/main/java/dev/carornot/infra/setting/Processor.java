package dev.carornot.infra.setting;

/** The processors that Lambda offers; the image must have been built for the one that is chosen. */
public enum Processor {
    ARM64,
    X86_64
}
