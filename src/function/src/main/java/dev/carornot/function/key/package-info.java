/** Who may ask a plain server: whoever has one of the keys that are configured, or everybody. Knows the settings and nobody else. */
package dev.carornot.function.key;
