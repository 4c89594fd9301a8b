package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.program.Precision;
import dev.carornot.training.calibration.Calibrated;
import dev.carornot.training.calibration.DecisionRule;
import dev.carornot.training.calibration.LabelledLogits;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.quantization.Quantizer;
import dev.carornot.training.quantization.VerdictChange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gives a model that was trained before another temperature and other thresholds. Stateless and thread-safe. */
public final class Recalibration {
    private static final JsonMapper JSON = new JsonMapper();

    /** It answers otherwise than the model that it was made from, so it is another version. */
    private static final String VERSION_SUFFIX = "-calibrated";

    private Recalibration() {}

    /**
     * Finds the decision on the validation split, in 32-bit floats, and writes the model with it. The figures in its manifest,
     * which depend on the decision, are taken anew for the splits that it had figures of and the data set has; others go.
     *
     * @param out the new model's folder; absent or empty
     * @throws UserException when the rule cannot be kept on these photographs, or something cannot be read or written; nothing
     *     is left under the output's name then
     */
    public static Calibrated run(
            Artifact artifact, Dataset dataset, DecisionRule rule, Path out, ProgressFactory progress) {
        Manifest manifest = artifact.manifest();
        Quantizer quantizer = new Quantizer(dataset, progress);
        List<String> splits = new ArrayList<>(dataset.splits());
        splits.removeIf(split ->
                !split.equals(Dataset.VALIDATION) && !manifest.evaluation().has(split));
        if (!splits.contains(Dataset.VALIDATION)) {
            // Says which splits there are.
            dataset.split(Dataset.VALIDATION);
        }
        Decision before = manifest.decision();
        Map<String, Predictions> undecided = quantizer.predict(artifact, Precision.FP32, splits);
        LabelledLogits logits = LabelledLogits.of(undecided.get(Dataset.VALIDATION), before);
        Calibrated calibrated = Calibrated.of(rule, logits, Dataset.VALIDATION);
        if (calibrated.shortfall() != null) {
            throw new UserException("'" + out + "' was not written: " + calibrated.shortfall());
        }
        Map<String, Predictions> fp32 = Predictions.decidedBy(undecided, before, calibrated.decision());
        ModelFigures figures = new ModelFigures(dataset).fp32(fp32).calibrated(calibrated);
        if (artifact.isQuantized()) {
            Map<String, Predictions> bytes = quantizer.predict(artifact, Precision.INT8, splits);
            if (Quantizer.inInt8(bytes)) {
                Map<String, Predictions> int8 = Predictions.decidedBy(bytes, before, calibrated.decision());
                figures.int8(int8).int8Change(VerdictChange.onValidation(fp32, int8));
            }
        }
        try {
            ArtifactWriter.write(
                    out,
                    manifest.withVersion(manifest.version() + VERSION_SUFFIX)
                            .withDecision(calibrated.decision())
                            .withEvaluation(figures.json())
                            .withProvenance(provenance(manifest, dataset, rule)),
                    artifact.weights().tensors(),
                    artifact.quantized(),
                    Map.of());
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException("'" + out + "' cannot be written: " + e.getMessage() + ".", e);
        }
        return calibrated;
    }

    private static ObjectNode provenance(Manifest manifest, Dataset dataset, DecisionRule rule) {
        ObjectNode provenance = manifest.provenance().deepCopy();
        ObjectNode calibration = provenance.putObject("calibration");
        calibration.put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        calibration.put("fromVersion", manifest.version());
        calibration.put("data", dataset.digest());
        calibration.set("rule", JSON.valueToTree(rule));
        return provenance;
    }
}
