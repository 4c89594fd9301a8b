/**
 * Cuts a listing into parts that cost about the same, and writes them down, so that every attempt at a part is about the same
 * photographs whatever happens to the listing meanwhile. Uses {@code listing}, {@code photograph}, {@code storage}, {@code executor} and
 * {@code parquet}.
 */
package dev.carornot.batch.plan;
