/**
 * What can be said of a photograph without a network: how its file is made, how its picture looks from afar, and which
 * pictures look alike. Uses {@code dataset}, {@code parallel}, {@code progress} and the classifier's decoder.
 */
package dev.carornot.training.fingerprint;
