/** The HTTP door: the resource, its limits and its problem documents. Knows nothing of Lambda. */
package dev.carornot.function.http;
