/**
 * Named tensors in files: safetensors (read memory-mapped, written) and torchvision's {@code .pth} (read as data, no code
 * is run). Knows nothing of networks or artifacts; of DJL only its shapes and data types.
 */
package dev.carornot.classifier.tensor;
