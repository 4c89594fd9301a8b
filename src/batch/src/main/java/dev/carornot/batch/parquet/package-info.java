/** Small Parquet files as bytes. Uses none of the others. */
package dev.carornot.batch.parquet;
