/** What goes wrong for reasons that the person who started the run can mend. Uses none of the others. */
package dev.carornot.batch.failure;
