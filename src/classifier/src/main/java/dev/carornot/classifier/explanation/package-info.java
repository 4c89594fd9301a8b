/**
 * Why a network says what it says: where in a photograph its logit comes from, as numbers and as a picture. Uses {@code
 * network} and {@code image}.
 */
package dev.carornot.classifier.explanation;
