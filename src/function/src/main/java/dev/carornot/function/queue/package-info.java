/**
 * Who may classify, and when: as many photographs at once as there are predictors, some requests waiting their turn, the
 * rest turned away. Knows neither models nor doors.
 */
package dev.carornot.function.queue;
