/**
 * What others publish as data sets, brought into a manifest: one class for each kind of source. Uses {@code dataset},
 * {@code output} and {@code failure}; it lists files and never decodes one.
 */
package dev.carornot.training.importer;
