/** Alarms, who is told of them, and the dashboard. Knows metrics and log groups, and not who has them. */
package dev.carornot.infra.monitoring;
