/**
 * What is written of photographs, as Parquet: rows, parts that appear as a whole, and what of a listing is done already. Uses {@code parquet} and
 * {@code storage}.
 */
package dev.carornot.batch.result;
