/**
 * Who is measured: this product in its precisions, plain DJL, ONNX Runtime, and the arithmetic limit of a core. {@link
 * dev.carornot.benchmark.contender.Contenders} lists them, a line each.
 */
package dev.carornot.benchmark.contender;
