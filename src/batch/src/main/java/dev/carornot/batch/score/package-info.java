/**
 * Bulk scoring: what of a listing has no verdict of this model yet is classified, part by part. Uses all packages but {@code cli}.
 */
package dev.carornot.batch.score;
