package dev.carornot.batch.executor;

import dev.carornot.batch.result.ModelIdentity;
import java.io.Serializable;

/**
 * A model, so that every executor opens the same one. Travels to executors.
 *
 * @param location of the artifact itself: never of a store, whose current version may become another in mid-run
 * @param archive name of the archive that Spark hands to executors, where the artifact lies on the driver's disk; null where
 *     they read the location themselves
 * @param identity its manifest's name, version and digest
 * @param slots how many photographs are in the network at once, in one executor, as {@link Slots#of} says it
 */
public record ModelReference(String location, String archive, ModelIdentity identity, int slots)
        implements Serializable {}
