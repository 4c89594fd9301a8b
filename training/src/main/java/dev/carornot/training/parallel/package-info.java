/** Work on several threads whose results come in the order in which it was handed in. Uses nothing. */
package dev.carornot.training.parallel;
