package dev.carornot.training.experiment;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.artifact.InputSpecification;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.HalfPrecision;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.training.calibration.Calibrated;
import dev.carornot.training.calibration.DecisionRule;
import dev.carornot.training.calibration.LabelledLogits;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Evaluation;
import dev.carornot.training.experiment.ExperimentConfiguration.StoredWeights;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.quantization.Quantizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Turns what was trained into an artifact, evaluated as it will be served. */
final class ArtifactAssembly {
    private static final JsonMapper JSON = new JsonMapper();
    private static final DateTimeFormatter VERSION_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** Photographs that could not be read are named in the manifest up to this many; a run stops at 1 % of them. */
    private static final int SKIPPED_NAMED = 100;

    /** As many points as a chart of a few hundred pixels can show. */
    private static final int STEPS_NAMED = 200;

    private final ExperimentConfiguration configuration;
    private final Dataset dataset;
    private final boolean force;
    private final ProgressFactory progress;

    /** @param force keeps int8 weights that change many verdicts */
    ArtifactAssembly(ExperimentConfiguration configuration, Dataset dataset, boolean force, ProgressFactory progress) {
        this.force = force;
        this.configuration = configuration;
        this.dataset = dataset;
        this.progress = progress;
    }

    TrainingSummary write(Trained trained, Path out, double trainingSeconds) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Tensor> weights = stored(trained.weights());
        Manifest draft = new Manifest(
                Manifest.SCHEMA_VERSION,
                configuration.name(),
                VERSION_TIME.format(now.atOffset(ZoneOffset.UTC)),
                configuration.labels(),
                new NetworkConfiguration(configuration.backbone().configuration(), configuration.head()),
                new InputSpecification(
                        configuration.input().size(), configuration.input().normalization()),
                configuration.weights().label(),
                configuration.decision().stated(),
                JsonNodeFactory.instance.objectNode(),
                provenance(trained, now, trainingSeconds),
                List.of());
        try {
            Quantizer.Quantized undecided = quantize(draft, weights, out);
            Optional<Calibrated> calibrated = calibrate(undecided, draft.decision());
            Decision decision = calibrated.map(Calibrated::decision).orElse(draft.decision());
            Quantizer.Quantized quantized = calibrated.isPresent() ? undecided.decidedBy(decision) : undecided;
            Optional<QuantizedWeights> int8 = quantized.kept(force);
            ModelFigures figures = new ModelFigures(dataset).fp32(quantized.fp32());
            calibrated.ifPresent(figures::calibrated);
            if (int8.isPresent()) {
                figures.int8(quantized.int8());
            }
            if (quantized.measured()) {
                figures.int8Change(quantized.change());
            }
            Manifest manifest = draft.withDecision(decision).withEvaluation(figures.json());
            ArtifactWriter.write(out, manifest, weights, int8, Map.of());
            List<Evaluation> evaluations = configuration.evaluate().stream()
                    .filter(quantized.fp32()::containsKey)
                    .map(split -> Evaluation.of(quantized.fp32().get(split), dataset, split))
                    .toList();
            return new TrainingSummary(
                    out,
                    draft.name(),
                    draft.version(),
                    trained.fitted().best(),
                    trained.fitted().epochs().size(),
                    trained.skipped(),
                    evaluations,
                    calibrated,
                    quantized.outcome(force));
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException("'" + out + "' cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** The decision, where the configuration leaves it to the photographs of the validation split. */
    private Optional<Calibrated> calibrate(Quantizer.Quantized quantized, Decision draft) {
        DecisionRule rule = configuration.decision();
        if (!rule.needsPhotographs()) {
            return Optional.empty();
        }
        LabelledLogits logits = LabelledLogits.of(quantized.fp32().get(Dataset.VALIDATION), draft);
        return Optional.of(Calibrated.of(rule, logits, Dataset.VALIDATION));
    }

    /** Opens a draft of the artifact as serving would, quantises it and classifies the splits that the configuration names. */
    private Quantizer.Quantized quantize(Manifest draft, Map<String, Tensor> weights, Path out) throws IOException {
        Path parent = out.toAbsolutePath().normalize().getParent();
        Files.createDirectories(parent);
        Path draftFolder = Files.createTempDirectory(parent, "." + out.getFileName() + ".draft-");
        try {
            ArtifactWriter.write(draftFolder, draft, weights, Map.of());
            Artifact artifact = Artifact.open(new FolderFiles(draftFolder));
            return new Quantizer(dataset, progress).quantize(artifact, configuration.evaluate(), configuration.seed());
        } finally {
            deleteTree(draftFolder);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private Map<String, Tensor> stored(Map<String, Tensor> weights) {
        if (configuration.weights() == StoredWeights.FP32) {
            return weights;
        }
        Map<String, Tensor> halved = new LinkedHashMap<>();
        // Vectors (biases, batch-norm statistics) are few and reach beyond 16 bits: a variance may well exceed 65504.
        weights.forEach((name, tensor) -> halved.put(name, tensor.shape().dimension() >= 2 ? half(tensor) : tensor));
        return halved;
    }

    private static Tensor half(Tensor tensor) {
        float[] values = tensor.toFloats();
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(HalfPrecision.toFloat16(value));
        }
        return new Tensor(DataType.FLOAT16, tensor.shape(), bytes.flip());
    }

    private ObjectNode provenance(Trained trained, Instant now, double trainingSeconds) {
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("created", now.toString());
        provenance.set("configuration", JSON.valueToTree(configuration));
        ObjectNode data = provenance.putObject("data");
        data.put("sha256", dataset.digest());
        ObjectNode counts = data.putObject("photographs");
        Map<String, int[]> bySplit = new TreeMap<>();
        for (Photograph photograph : dataset.photographs()) {
            bySplit.computeIfAbsent(photograph.split(), s -> new int[2])[photograph.positive() ? 1 : 0]++;
        }
        bySplit.forEach((split, count) -> counts.putObject(split)
                .put(configuration.labels().negative(), count[0])
                .put(configuration.labels().positive(), count[1]));
        data.put("skippedCount", trained.skipped().size());
        data.set(
                "skipped",
                JSON.valueToTree(trained.skipped().stream().limit(SKIPPED_NAMED).toList()));
        ObjectNode training = provenance.putObject("training");
        training.setAll(trained.provenance());
        training.put("seconds", trainingSeconds);
        training.put("bestEpoch", trained.fitted().best());
        training.set("epochs", JSON.valueToTree(trained.fitted().epochs()));
        training.set("steps", columns(StepFigures.thinned(trained.fitted().steps(), STEPS_NAMED)));
        ObjectNode environment = provenance.putObject("environment");
        environment.put("java", Runtime.version().toString());
        environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("engine", "PyTorch " + Engine.getInstance().getVersion());
        environment.put("djl", Engine.getDjlVersion());
        String version = ArtifactAssembly.class.getPackage().getImplementationVersion();
        environment.put("carOrNot", version == null ? "not packaged" : version);
        return provenance;
    }

    /** A list for each figure, which is less than half as long as an object for each step. */
    private static ObjectNode columns(List<StepFigures> steps) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        columns.set(
                "step", JSON.valueToTree(steps.stream().map(StepFigures::step).toList()));
        columns.set(
                "trainingLoss",
                JSON.valueToTree(steps.stream().map(s -> (float) s.loss()).toList()));
        columns.set(
                "trainingAccuracy",
                JSON.valueToTree(steps.stream().map(s -> (float) s.accuracy()).toList()));
        return columns;
    }
}
