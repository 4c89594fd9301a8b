/** The application as Lambda functions: image, role, logs, alias, canary deployment. Knows the settings and the storage. */
package dev.carornot.infra.function;
