/**
 * A trained network made ready to run: pixels in, numbers out, safe to share between threads. Uses {@code network} and
 * {@code tensor}. {@link dev.carornot.classifier.program.Program} is the seam behind which faster forms of the same
 * network take their place.
 */
package dev.carornot.classifier.program;
