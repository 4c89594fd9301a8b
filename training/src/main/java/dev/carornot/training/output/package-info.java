/** Files that are there in full or not at all. Uses {@code failure}; everything above it may use it. */
package dev.carornot.training.output;
