/**
 * The Quarkus application around the classifier: its configuration stands here, its two doors in {@code http} and {@code
 * lambda}, which do not know each other and hand every request to {@code answer}. Nothing here knows of training.
 */
package dev.carornot.function;
