/**
 * What uploads want of an object storage, and S3 behind it. {@link dev.carornot.function.storage.ObjectStorage} is the seam:
 * nobody outside this package knows the AWS SDK, and tests put a storage in memory there.
 */
package dev.carornot.function.storage;
