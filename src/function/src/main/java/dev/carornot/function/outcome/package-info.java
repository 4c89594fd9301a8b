/**
 * From an uploaded object to the outcome that is recorded of it, once: as tags of the object, as a JSON document, or both.
 * Has photographs answered by {@code answer} as every door has, and reaches objects through {@code storage}.
 */
package dev.carornot.function.outcome;
