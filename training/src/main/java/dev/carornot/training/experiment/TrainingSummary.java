package dev.carornot.training.experiment;

import dev.carornot.training.calibration.Calibrated;
import dev.carornot.training.evaluation.Evaluation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run of training came to.
 *
 * @param artifact the folder that was written
 * @param name the model's name
 * @param version the model's version
 * @param bestEpoch the epoch whose weights were kept, from 1
 * @param epochs all of them
 * @param skipped photographs that could not be read, with the reason
 * @param evaluations figures of the splits that the configuration names, in 32-bit floats
 * @param calibrated how the decision was found; empty where the configuration states it
 * @param int8 what became of the int8 weights, in one sentence
 */
public record TrainingSummary(
        Path artifact,
        String name,
        String version,
        int bestEpoch,
        int epochs,
        List<String> skipped,
        List<Evaluation> evaluations,
        Optional<Calibrated> calibrated,
        String int8) {}
