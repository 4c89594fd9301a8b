package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.training.calibration.Calibrated;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.evaluation.EvaluationFiles;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.quantization.VerdictChange;
import java.util.List;
import java.util.Map;

/** The {@code evaluation} of a manifest, put together piece by piece. To be used by one thread. */
final class ModelFigures {
    private static final JsonMapper JSON = new JsonMapper();

    /** Beside the splits' figures in 32-bit floats. */
    private static final String INT8 = "int8";

    private static final String INT8_CHANGE = "int8Change";
    private static final String CALIBRATION = "calibration";

    private final Dataset dataset;
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    ModelFigures(Dataset dataset) {
        this.dataset = dataset;
    }

    /** Figures by split in 32-bit floats. */
    ModelFigures fp32(Map<String, Predictions> predictions) {
        json.setAll(figures(predictions));
        return this;
    }

    ModelFigures int8(Map<String, Predictions> predictions) {
        json.set(INT8, figures(predictions));
        return this;
    }

    ModelFigures int8Change(VerdictChange change) {
        json.set(INT8_CHANGE, JSON.valueToTree(change));
        return this;
    }

    ModelFigures calibrated(Calibrated calibrated) {
        json.set(CALIBRATION, JSON.valueToTree(calibrated));
        return this;
    }

    ObjectNode json() {
        return json;
    }

    private ObjectNode figures(Map<String, Predictions> predictions) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        predictions.forEach((split, said) -> figures.set(split, figures(Evaluation.of(said, dataset, split))));
        return figures;
    }

    /** The figures without the lists of photographs, which would outgrow a manifest. */
    private static ObjectNode figures(Evaluation evaluation) {
        ObjectNode figures = EvaluationFiles.toJson(evaluation);
        figures.remove(
                List.of("model", "dataDigest", "split", "misclassified", "refused", "seconds", "photographsPerSecond"));
        return figures;
    }
}
