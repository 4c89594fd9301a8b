/**
 * Photographs as images in memory, for what changes or shows them; what the network sees does not come this way. Uses the
 * classifier's decoder and nothing else of ours.
 */
package dev.carornot.training.picture;
