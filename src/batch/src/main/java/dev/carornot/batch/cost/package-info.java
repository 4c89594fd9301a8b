/** What a run will take, by arithmetic. Uses none of the others. */
package dev.carornot.batch.cost;
