/** How things are measured and what a measurement is: interleaved rounds, their statistics, the machine, the bars. */
package dev.carornot.benchmark.measurement;
