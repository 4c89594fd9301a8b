package dev.carornot.batch.score;

import dev.carornot.classifier.artifact.Trust;

/**
 * What is to be scored, and where the verdicts go.
 *
 * @param model the model's location
 * @param trust whose models are used
 * @param photographs a folder or a prefix; null where a table lists them
 * @param table a table's location; null where a folder is listed
 * @param out the folder of the results; one that holds some is added to
 */
public record ScoreRequest(String model, Trust trust, String photographs, String table, String out) {}
