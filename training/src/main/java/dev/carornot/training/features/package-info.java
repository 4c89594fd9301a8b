/**
 * What a frozen backbone sees in photographs: decoded and run ahead, kept on disk by content, so that a head trains in
 * seconds and later stages without the earlier ones. Uses {@code dataset}, {@code failure}, {@code progress} and {@code
 * parallel}.
 */
package dev.carornot.training.features;
