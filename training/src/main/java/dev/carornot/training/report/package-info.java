/**
 * A model's evaluation, or the results of studies, as one HTML file that needs nothing beside it: Qute templates, charts drawn
 * as SVG, the photographs that went wrong as small JPEGs inside. Uses {@code evaluation}, {@code robustness}, {@code study}
 * with {@code experiment}'s curves, {@code picture}, {@code dataset} and the classifier's manifest; classifies nothing itself.
 */
package dev.carornot.training.report;
