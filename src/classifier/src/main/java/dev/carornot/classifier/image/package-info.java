/**
 * Bytes to an upright RGB picture within limits, and a picture to the network's input size. Training and serving decode
 * here and nowhere else. Knows nothing of networks, DJL or artifacts.
 */
package dev.carornot.classifier.image;
