/** The machine that trains: it starts, trains, publishes and ends. Knows the settings and the storage. */
package dev.carornot.infra.training;
