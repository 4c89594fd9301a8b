/**
 * Int8 weights for a trained network: calibrated on photographs of the training split, and judged by how many verdicts of the
 * validation split they change. Uses {@code dataset}, {@code evaluation}, {@code parallel} and {@code progress}.
 */
package dev.carornot.training.quantization;
