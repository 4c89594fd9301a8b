package dev.carornot.training.experiment;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.network.NetworkConfiguration;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Tail;
import dev.carornot.classifier.program.Bfloat16Stages;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.features.MapStore;
import dev.carornot.training.features.MapStore.Maps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the later stages of a backbone and the head on the cached maps of the stages before, which stay as they are and
 * run as inference. Several copies of each training photograph's maps, each augmented in its own way, are computed once.
 */
final class StageTraining implements Training {
    private static final Logger LOG = LoggerFactory.getLogger(StageTraining.class);

    private final TrainingSetup setup;
    private final ExperimentConfiguration configuration;

    StageTraining(TrainingSetup setup) {
        this.setup = setup;
        this.configuration = setup.configuration();
    }

    @Override
    public Trained train(Dataset dataset) {
        List<Photograph> training = dataset.split(Dataset.TRAIN);
        List<Photograph> validation = dataset.split(Dataset.VALIDATION);
        FrozenBackbone frozen = setup.frozen(configuration.backbone().inFile());
        BackboneConfiguration backbone = configuration.backbone().configuration();
        Cut cut = Cut.before(backbone, configuration.backbone().firstTrained());
        long start = System.nanoTime();
        Precision precision = precision();
        try (MapStore store = frozen.maps(
                        backbone, cut, setup.cache(), setup.options().progress());
                Bfloat16Stages halved = precision == Precision.BF16 ? new Bfloat16Stages(backbone, cut) : null;
                NDManager initial =
                        NDManager.newBaseManager(setup.options().devices().first())) {
            Maps validated = store.look(frozen.served(), validation, "Computing maps of validation");
            List<Maps> copies = copies(frozen, store, training);
            double mapSeconds = (System.nanoTime() - start) / 1e9;
            Tail tail = new Tail(new NetworkConfiguration(backbone, configuration.head()), cut);
            tail.learnBy(halved);
            Map<String, Parameter> parameters = tail.parametersByName();
            initialize(parameters, frozen.weights(), initial);
            Shape map = new Shape(cut.channels(), store.side(), store.side());
            Fitter.Fitted fitted = setup.fitter()
                    .fit(
                            "Training the stages",
                            tail,
                            parameters,
                            new Shape(configuration.optimization().batch()).addAll(map),
                            batches(copies, map, new Order(true, configuration.seed())),
                            batches(List.of(validated), map, Order.LISTED),
                            epoch -> open(tail, epoch));
            Map<String, Tensor> weights = new LinkedHashMap<>(frozen.weights());
            weights.putAll(fitted.weights());
            List<String> skipped = new ArrayList<>();
            copies.get(0).unreadable().forEach(u -> skipped.add(u.line()));
            validated.unreadable().forEach(u -> skipped.add(u.line()));
            return new Trained(
                    weights, fitted, skipped, provenance(frozen.digest(), store.computed(), mapSeconds, precision));
        }
    }

    /** Mixed precision is a program for the processor. */
    private Precision precision() {
        Precision precision = configuration.optimization().arithmetic(Processor.current());
        if (setup.options().devices().areGpus() && precision == Precision.BF16) {
            LOG.info("bf16 trains stages on the processor only; on GPUs they are trained in fp32.");
            return Precision.FP32;
        }
        return precision;
    }

    /** Stages of the tail that learn in an epoch, from 1. */
    private int open(Tail tail, int epoch) {
        int every = configuration.optimization().unfreezeEvery();
        int fresh = configuration.backbone().configuration().blocks().size()
                - configuration.backbone().inFile().blocks().size();
        int open = every == 0 ? tail.stages() : Math.min(tail.stages(), Math.max(fresh, (epoch - 1) / every));
        tail.open(open);
        return open;
    }

    private List<Maps> copies(FrozenBackbone frozen, MapStore store, List<Photograph> training) {
        List<FrozenBackbone.View> views = new TrainingViews(configuration).of(frozen, training);
        List<Maps> copies = new ArrayList<>();
        for (FrozenBackbone.View view : views) {
            String task = "Computing maps of training, copy " + (copies.size() + 1) + "/" + views.size();
            copies.add(store.look(view, training, task));
        }
        return copies;
    }

    /** What the file has of the trained stages; the rest is left to the fresh start. */
    private static void initialize(Map<String, Parameter> parameters, Map<String, Tensor> file, NDManager manager) {
        Map<String, Parameter> there = new LinkedHashMap<>(parameters);
        there.keySet().retainAll(file.keySet());
        Map<String, Tensor> copies = new LinkedHashMap<>();
        // Training writes to them, and a file that is mapped into memory must not be written to.
        there.keySet()
                .forEach(name -> copies.put(
                        name,
                        Tensor.of(file.get(name).toFloats(), file.get(name).shape())));
        try {
            NetworkWeights.load(new TensorMap("The backbone", copies, Map.of()), there, manager);
        } catch (TensorFileException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private Batches batches(List<Maps> copies, Shape map, Order order) {
        List<Photograph> photographs = copies.get(0).photographs();
        float[] labels = new float[photographs.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = photographs.get(i).positive() ? 1 : 0;
        }
        return new MapBatches(copies, labels, map, configuration.optimization().batch(), order);
    }

    private ObjectNode provenance(String digest, int computed, double mapSeconds, Precision precision) {
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("backboneFile", String.valueOf(setup.backbone().getFileName()));
        provenance.put("backboneSha256", digest);
        provenance.put("mapsComputed", computed);
        provenance.put("mapSeconds", mapSeconds);
        provenance.put("trainingPrecision", precision.label());
        return provenance;
    }
}
