/** Buckets, the image repository, and what may be done with their contents. Knows the settings. */
package dev.carornot.infra.storage;
