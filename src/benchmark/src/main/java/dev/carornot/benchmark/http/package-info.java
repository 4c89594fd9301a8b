/** The packaged function measured from outside, as a process: load, memory, start. */
package dev.carornot.benchmark.http;
