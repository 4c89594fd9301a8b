/**
 * Photographs as images in memory, for what changes or shows them, the augmentation of training photographs included; what
 * the network sees when it serves does not come this way. Uses the classifier's decoder and nothing else of ours.
 */
package dev.carornot.training.picture;
