/**
 * The command line: options to calls, outcomes to text, failures to one sentence and an exit code. Uses every other
 * package; none uses it.
 */
package dev.carornot.training.cli;
