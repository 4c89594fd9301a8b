/**
 * A trained network made ready to run: pixels in, numbers out, safe to share between threads. {@link
 * dev.carornot.classifier.program.Programs} writes it as a TorchScript program for libtorch, in the precision that fits; {@link
 * dev.carornot.classifier.program.OnnxProgram} has ONNX Runtime run it. Uses {@code network}, {@code onnx} and {@code tensor}.
 */
package dev.carornot.classifier.program;
