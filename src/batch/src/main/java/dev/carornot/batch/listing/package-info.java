/** Which photographs there are, as a distributed data set. Uses {@code photograph}, {@code storage}, {@code executor} and {@code failure}. */
package dev.carornot.batch.listing;
