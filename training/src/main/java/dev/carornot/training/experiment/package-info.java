/**
 * From a configuration and a data set to an artifact: reads the configuration, trains the head on cached features or the
 * whole network on augmented photographs, keeps the best epoch, evaluates it and writes manifest and weights. Uses {@code
 * dataset}, {@code features}, {@code calibration}, {@code evaluation} and {@code progress}; knows no command line.
 */
package dev.carornot.training.experiment;
