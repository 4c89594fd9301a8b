package dev.carornot.classifier;

import dev.carornot.classifier.artifact.Labels;

/**
 * Which model spoke.
 *
 * @param precision the arithmetic that runs, e.g. {@code fp32}
 */
public record ModelDescription(String name, String version, String precision, Labels labels) {}
