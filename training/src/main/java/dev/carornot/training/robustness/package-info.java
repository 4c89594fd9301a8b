/**
 * How a model fares on worse photographs: changes from bytes to bytes, so that each takes the whole way of serving, decoder
 * included, and what they do to accuracy and verdicts. Uses {@code picture}, {@code evaluation}, {@code dataset} and
 * {@code progress}.
 */
package dev.carornot.training.robustness;
