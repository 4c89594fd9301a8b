/**
 * Labelled photographs on disk and the splits they belong to: from a {@code manifest.csv}, or from a folder for each class;
 * and manifests to be written. Uses {@code failure}, {@code output}, {@code progress} and {@code parallel}; knows nothing of
 * networks.
 */
package dev.carornot.training.dataset;
