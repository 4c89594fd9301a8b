/** The launcher's rehearsal. Knows the application as its users do: as a process and over HTTP. */
package dev.carornot.function.start;
