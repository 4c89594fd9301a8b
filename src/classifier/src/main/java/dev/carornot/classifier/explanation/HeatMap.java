package dev.carornot.classifier.explanation;

import dev.carornot.classifier.image.Box;

/**
 * An activation map with its place in the photograph.
 *
 * @param label the positive one, for which positive values speak
 * @param area what the network saw of the upright photograph, in its pixels; the map is stretched over it
 */
public record HeatMap(String label, ActivationMap map, Box area) {}
