package dev.carornot.training.cli;

import dev.carornot.training.evaluation.EvaluationFiles;
import dev.carornot.training.evaluation.EvaluationText;
import dev.carornot.training.experiment.TrainingSummary;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training came to, for people. Stateless and thread-safe. */
final class TrainingSummaries {
    private TrainingSummaries() {}

    /** The same for programs. */
    static Map<String, Object> object(TrainingSummary summary) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("artifact", summary.artifact().toString());
        object.put("model", summary.name());
        object.put("version", summary.version());
        object.put("bestEpoch", summary.bestEpoch());
        object.put("epochs", summary.epochs());
        summary.calibrated().ifPresent(calibrated -> object.put("calibrated", calibrated));
        object.put("int8", summary.int8());
        object.put("skipped", summary.skipped());
        Map<String, Object> evaluations = new LinkedHashMap<>();
        summary.evaluations()
                .forEach(evaluation -> evaluations.put(evaluation.split(), EvaluationFiles.toJson(evaluation)));
        object.put("evaluations", evaluations);
        return object;
    }

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
