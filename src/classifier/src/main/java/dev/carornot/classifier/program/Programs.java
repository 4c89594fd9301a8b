package dev.carornot.classifier.program;

import ai.djl.engine.EngineException;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.BatchNormFolding;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.network.Graph;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.NetworkSource.Deferred;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes programs. Stateless and thread-safe. */
public final class Programs {
    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    private Programs() {}

    /**
     * The precision that a choice comes to: a named one is taken as it is; automatically it is int8 where the network has been
     * quantised and the processor is fast at it, otherwise bf16 where the processor multiplies it, otherwise fp32.
     *
     * @throws IllegalArgumentException when int8 is demanded of a network that has not been quantised; says what to do
     */
    public static Precision choose(
            PrecisionChoice choice, boolean quantized, EngineChoice engine, Processor processor) {
        if (choice.precision().isPresent()) {
            Precision demanded = choice.precision().get();
            if (demanded == Precision.INT8 && !quantized) {
                throw new IllegalArgumentException(
                        "The model holds no int8 weights; quantise it with 'car-or-not quantize', or choose another precision.");
            }
            return demanded;
        }
        if (quantized && processor.hasInt8()) {
            return Precision.INT8;
        }
        return engine == EngineChoice.PYTORCH && processor.hasBfloat16() ? Precision.BF16 : Precision.FP32;
    }

    /**
     * Pictures to one logit each. Where libtorch or the processor cannot run the precision's operators, the program runs in
     * 32-bit floats with the plain ones; {@link Program#precision} tells, and one line in the log.
     *
     * @param precision {@code INT8} only if the network has been quantised
     * @param predictors how many calls may run at once
     * @throws TensorFileException when the weights are not the network's; names the tensor
     * @throws IOException when they cannot be read or are damaged; those of other precisions are not looked at, unless the
     *     machine cannot run this one
     */
    public static ClassifierProgram open(NetworkSource source, Precision precision, int predictors) throws IOException {
        if (precision == Precision.EAGER) {
            return EagerProgram.classifier(
                    source.configuration(), source.normalization(), source.side(), source.weights(), predictors);
        }
        Graph graph = Graph.classifier(source.configuration());
        List<Candidate> candidates = new ArrayList<>();
        if (precision == Precision.INT8) {
            QuantizedWeights quantized = source.quantized();
            quantized.check(graph);
            candidates.add(new Candidate(
                    Precision.INT8,
                    () -> new Int8Writer(graph, quantized, source.normalization(), source.side()).write(graph)));
        }
        candidates.addAll(floats(
                graph,
                () -> {
                    TensorMap weights = source.weights();
                    NetworkWeights.check(
                            weights,
                            Network.classifier(source.configuration(), false).parametersByName());
                    return fold(source.configuration().backbone(), weights);
                },
                source.normalization(),
                source.side(),
                precision));
        return new TorchClassifier(first(candidates, source.side(), predictors), MapShape.of(graph, source.side()));
    }

    /**
     * Pictures to pooled features.
     *
     * @param weights the backbone's, batch norms unfolded
     * @param precision any but {@code INT8}; where libtorch or the processor cannot run it, the program runs in the
     *     next slower form, as with {@link #open}
     * @throws TensorFileException when the weights are not the network's; names the tensor
     */
    public static Program features(
            BackboneConfiguration configuration,
            Normalization normalization,
            int side,
            TensorMap weights,
            Precision precision,
            int predictors)
            throws IOException {
        if (precision == Precision.EAGER) {
            return EagerProgram.features(configuration, normalization, side, weights, predictors);
        }
        NetworkWeights.check(weights, Network.features(configuration, false).parametersByName());
        List<Candidate> candidates = floats(
                Graph.features(configuration), () -> fold(configuration, weights), normalization, side, precision);
        return first(candidates, side, predictors);
    }

    /**
     * Pictures to the maps that a {@link dev.carornot.classifier.network.Tail} reads, each {@code (channels, side, side)} in
     * one row.
     *
     * @param configuration the whole backbone
     * @param cut where it ends
     * @param weights tensors of the stem and of the stages before the cut, batch norms unfolded
     * @param precision {@code FP32} or {@code BF16}; where libtorch or the processor cannot run it, the program runs in the
     *     next slower form, as with {@link #open}
     * @throws TensorFileException when the weights are not these stages'; names the tensor
     */
    public static Program maps(
            BackboneConfiguration configuration,
            Cut cut,
            Normalization normalization,
            int side,
            TensorMap weights,
            Precision precision,
            int predictors)
            throws IOException {
        if (precision != Precision.FP32 && precision != Precision.BF16) {
            throw new IllegalArgumentException("Maps are computed in fp32 or bf16, not in " + precision.label() + ".");
        }
        BackboneConfiguration frozen = cut.frozen(configuration);
        NetworkWeights.check(weights, Network.features(frozen, false).parametersByName());
        List<Candidate> candidates =
                floats(Graph.maps(configuration, cut), () -> fold(frozen, weights), normalization, side, precision);
        return first(candidates, side, predictors);
    }

    /** A program that may do. */
    private record Candidate(Precision precision, Deferred<Script> script) {}

    private static List<Candidate> floats(
            Graph graph, Deferred<TensorMap> folded, Normalization normalization, int side, Precision precision) {
        List<Candidate> candidates = new ArrayList<>();
        if (precision == Precision.BF16) {
            candidates.add(new Candidate(
                    Precision.BF16, () -> new FusedFloatWriter(folded.get(), normalization, side, true).write(graph)));
        }
        candidates.add(new Candidate(
                Precision.FP32, () -> new FusedFloatWriter(folded.get(), normalization, side, false).write(graph)));
        candidates.add(
                new Candidate(Precision.FP32, () -> new PlainWriter(folded.get(), normalization, side).write(graph)));
        return candidates;
    }

    /** The first that libtorch and the processor can run; the last has nothing that they could lack. */
    private static TorchProgram first(List<Candidate> candidates, int side, int predictors) throws IOException {
        for (Candidate candidate : candidates.subList(0, candidates.size() - 1)) {
            try {
                return program(candidate, side, predictors);
            } catch (EngineException e) {
                LOG.warn(
                        "This machine cannot run the network in fused {}, the next slower form is tried ({})",
                        candidate.precision().label(),
                        lastLine(e));
            }
        }
        return program(candidates.get(candidates.size() - 1), side, predictors);
    }

    private static TorchProgram program(Candidate candidate, int side, int predictors) throws IOException {
        return new TorchProgram(candidate.script().get(), side, candidate.precision(), predictors);
    }

    static TensorMap fold(BackboneConfiguration configuration, TensorMap weights) {
        return new TensorMap(
                weights.source(), BatchNormFolding.fold(configuration, weights.tensors()), weights.metadata());
    }

    /** libtorch's messages show the whole program before they say what is wrong. */
    private static String lastLine(EngineException cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        return message.substring(message.lastIndexOf('\n') + 1).strip();
    }
}
