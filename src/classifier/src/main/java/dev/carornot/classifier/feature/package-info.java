/**
 * What a frozen backbone sees in photographs, as bytes: shared by the trainer, which reads features, and by whoever computes
 * them. Uses {@code tensor}.
 */
package dev.carornot.classifier.feature;
