/**
 * Features of photographs for the trainer, part by part, in the records that its cache holds. Uses {@code plan}, {@code listing},
 * {@code photograph}, {@code storage}, {@code executor} and {@code failure}.
 */
package dev.carornot.batch.features;
