/**
 * What this machine offers to the product, and whether it works on it: versions, processor, engine, decoder, GPU, a model's
 * precision and speed. Uses the classifier and {@code device}; the command line uses it.
 */
package dev.carornot.training.diagnosis;
