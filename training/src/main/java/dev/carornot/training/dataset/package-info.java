/**
 * Labelled photographs on disk and the splits they belong to: from a {@code manifest.csv}, or from a folder for each class.
 * Uses {@code failure}, {@code progress} and {@code parallel}; knows nothing of networks.
 */
package dev.carornot.training.dataset;
