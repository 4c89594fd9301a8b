package dev.carornot.benchmark.measurement;

/**
 * How often things are measured.
 *
 * @param warmUpRounds rounds whose times are thrown away
 * @param rounds rounds that count; 1 or more
 * @param runs how often a contender runs in its turn, after a run that does not count
 * @param seed of the order within the rounds
 */
public record Plan(int warmUpRounds, int rounds, int runs, long seed) {}
