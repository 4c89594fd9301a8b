/**
 * Bulk work on Apache Spark: the packages below are its concepts. Everything that looks at a photograph is the classifier's; what
 * is here says which photographs, on which machine, and where the answers go.
 */
package dev.carornot.batch;
