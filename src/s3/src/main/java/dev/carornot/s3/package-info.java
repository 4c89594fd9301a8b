/**
 * Models in S3 and in servers that speak its protocol: a {@link dev.carornot.classifier.artifact.ModelStore} over the AWS
 * SDK. Uses the classifier's package {@code artifact} and the SDK; knows neither Quarkus nor the command line.
 */
package dev.carornot.s3;
