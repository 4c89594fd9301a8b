/** A trained model as a file for other runtimes, checked before it takes its place. */
package dev.carornot.training.export;
