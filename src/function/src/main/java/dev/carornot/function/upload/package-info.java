/**
 * A request's body to the photographs in it, in memory alone: nothing that was uploaded ever touches a disk. Knows neither
 * HTTP servers nor Lambda.
 */
package dev.carornot.function.upload;
