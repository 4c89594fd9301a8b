/**
 * From a network's logits to decisions: the temperature that makes its probabilities honest, and the thresholds that a rule asks
 * for, both found on labelled photographs that the network was not trained on. Uses {@code evaluation}, {@code dataset} and the classifier's
 * {@code Decision}; knows nothing of training.
 */
package dev.carornot.training.calibration;
