/**
 * S3 Batch Operations: S3 itself calls the upload function for every object of a manifest. Writes the manifest, says how the job is
 * created, and reads its completion report into the table of results. Uses {@code storage}, {@code result}, {@code executor} and {@code
 * failure}.
 */
package dev.carornot.batch.backfill;
