/** How an upload reaches its function: a queue with a dead-letter queue behind it. Knows the functions. */
package dev.carornot.infra.delivery;
