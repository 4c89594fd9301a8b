/**
 * Where photographs lie and results go: whatever Hadoop's file systems reach, and S3 through the AWS SDK. Uses {@code failure}
 * and the module {@code s3}.
 */
package dev.carornot.batch.storage;
