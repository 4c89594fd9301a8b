package dev.carornot.training.cli;

import dev.carornot.training.evaluation.EvaluationText;
import dev.carornot.training.experiment.TrainingSummary;

/** What a training came to, for people. Stateless and thread-safe. */
final class TrainingSummaries {
    private TrainingSummaries() {}

    static void print(TrainingSummary summary, Console console) {
        console.out()
                .println(summary.name() + " " + summary.version() + " was written to '" + summary.artifact()
                        + "': epoch " + summary.bestEpoch() + " of " + summary.epochs() + ".");
        summary.calibrated().ifPresent(console.out()::println);
        console.out().println(summary.int8());
        if (!summary.skipped().isEmpty()) {
            console.out().println("Left out, since they cannot be read:");
            summary.skipped().forEach(skipped -> console.out().println("  " + skipped));
        }
        summary.evaluations().forEach(evaluation -> console.out().print("\n" + EvaluationText.of(evaluation)));
    }
}
