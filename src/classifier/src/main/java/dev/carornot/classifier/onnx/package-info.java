/**
 * A network as an ONNX file (<a href="https://onnx.ai/onnx/repo-docs/IR.html">ONNX IR specification</a>), for whoever runs
 * it elsewhere and for serving through ONNX Runtime. Uses {@code network} and {@code tensor}; knows neither artifacts nor
 * any engine.
 */
package dev.carornot.classifier.onnx;
