/**
 * The one classifier that the application serves: opened at the start, warmed, watched, changed for another when one
 * becomes current, closed at the end. {@link
 * dev.carornot.function.model.ModelSource} is the seam behind which tests put an engine that they can break.
 */
package dev.carornot.function.model;
