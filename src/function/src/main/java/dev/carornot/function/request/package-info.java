/**
 * One request, whichever door it came through: what it is called in its answer and in the log, and which methods its path
 * knows. Knows nobody.
 */
package dev.carornot.function.request;
