package dev.carornot.batch.plan;

import java.io.Serializable;

/**
 * Some photographs that one task works through.
 *
 * @param name of its file in the plan, unique in the run
 * @param photographs how many they are
 * @param weight what they cost, in {@link Weights}' bytes
 */
public record Part(String name, int photographs, long weight) implements Serializable {}
