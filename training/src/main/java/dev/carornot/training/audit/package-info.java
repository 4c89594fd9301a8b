/**
 * What is wrong with a data set before anybody trains on it: broken files, duplicates, imbalance, suspected label errors and
 * shortcuts. Uses {@code fingerprint}, {@code features}, {@code evaluation}'s metrics, {@code dataset}, {@code output},
 * {@code parallel}, {@code progress} and {@code failure}.
 */
package dev.carornot.training.audit;
