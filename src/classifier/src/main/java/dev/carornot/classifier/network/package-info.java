/**
 * The network: as DJL blocks for training (a configurable ResNet with torchvision's parameter names, the write-up's head,
 * their weights by name), and as a graph of fused operations for serving, in floats or quantised to 8 bits. Uses {@code
 * tensor}; knows nothing of pictures or artifacts.
 */
package dev.carornot.classifier.network;
