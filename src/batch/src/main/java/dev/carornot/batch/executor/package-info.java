/**
 * What an executor keeps for all of its tasks: one model, one client for S3. Uses {@code storage}, {@code result} and {@code
 * failure}.
 */
package dev.carornot.batch.executor;
