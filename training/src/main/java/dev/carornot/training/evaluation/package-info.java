/**
 * How good a model is on labelled photographs: predictions, the figures that follow from them, and both as files and text.
 * Uses {@code dataset}, {@code failure}, {@code progress}, {@code parallel} and the classifier; knows nothing of training.
 */
package dev.carornot.training.evaluation;
