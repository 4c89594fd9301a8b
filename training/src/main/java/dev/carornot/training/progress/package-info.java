/**
 * How long-running work tells where it stands, without knowing of terminals: the command line hands in what shows it. Uses
 * nothing; everything may use it.
 */
package dev.carornot.training.progress;
