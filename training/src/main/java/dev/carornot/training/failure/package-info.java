/** What goes wrong in a way that a person can mend. Uses nothing; everything may use it. */
package dev.carornot.training.failure;
