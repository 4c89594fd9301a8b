/** The command {@code car-or-not-batch}. Uses all the others; none uses it. */
package dev.carornot.batch.cli;
