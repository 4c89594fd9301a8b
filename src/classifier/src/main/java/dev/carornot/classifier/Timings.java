package dev.carornot.classifier;

/**
 * Where the time of one verdict went, in milliseconds; a step that did not run took 0.
 *
 * @param decode bytes to an upright picture
 * @param resize picture to the network's input
 * @param network input to logit, waiting for a free predictor included
 * @param total all of it
 */
public record Timings(double decode, double resize, double network, double total) {}
