/**
 * What AWS says about objects: S3's notifications, alone or in messages of SQS, and tasks of S3 Batch Operations, read from
 * JSON into values of our own. Knows no storage and no model.
 */
package dev.carornot.function.s3event;
