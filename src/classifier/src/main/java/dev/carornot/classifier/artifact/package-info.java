/**
 * What training hands to serving, as files: a manifest and weights, their integrity, and where versions are kept. Holds no
 * code that a model could run. Uses {@code tensor} and the configuration records of {@code network} and {@code image};
 * knows neither Quarkus nor HTTP.
 */
package dev.carornot.classifier.artifact;
