/**
 * The network as DJL blocks: a configurable ResNet with torchvision's parameter names, the write-up's head, their weights
 * by name, and batch-norm folding. Uses {@code tensor}; knows nothing of pictures or artifacts.
 */
package dev.carornot.classifier.network;
