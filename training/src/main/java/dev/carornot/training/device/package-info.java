/**
 * Where networks are trained: the processor or the GPUs, found or refused in one sentence. Uses {@code failure}; the command
 * line and {@code experiment} use it.
 */
package dev.carornot.training.device;
