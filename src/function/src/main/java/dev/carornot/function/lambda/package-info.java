/** The Lambda door: Funqy functions on AWS's events, as records of our own. Knows nothing of HTTP servers. */
package dev.carornot.function.lambda;
