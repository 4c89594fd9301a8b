/** Photographs by name, and their bytes. Uses {@code storage} and the classifier's limits. */
package dev.carornot.batch.photograph;
