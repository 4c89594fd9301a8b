/**
 * Rules by which photographs are dealt to splits, each the same way every time. Uses {@code fingerprint}, {@code dataset},
 * {@code progress} and {@code failure}.
 */
package dev.carornot.training.split;
