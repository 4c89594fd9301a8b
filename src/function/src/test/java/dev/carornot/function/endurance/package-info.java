/**
 * The packaged application under clients that are many, slow, rude or gone, and under a machine that fails it. Short in every
 * build; at full length with {@code -Pendurance} (docs/reliability.md).
 */
package dev.carornot.function.endurance;
