package dev.carornot.training.features;

import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.program.EngineChoice;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.Processor;
import dev.carornot.classifier.program.Program;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorFiles;
import dev.carornot.classifier.tensor.TensorMap;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A backbone's weights from a file and what they see in photographs. Immutable and thread-safe, but a cache folder serves
 * one extraction at a time.
 */
public final class FrozenBackbone {
    /** Where a safetensors file's metadata tells the variant, such as "v1 (stride 2 in the first 1x1 convolution)". */
    private static final String VARIANT = "variant";

    private static final Pattern STATED = Pattern.compile("^[vV]1(\\.5)?(?![.\\w])");

    private final Path file;
    private final BackboneConfiguration shape;
    private final InputSize size;
    private final Normalization normalization;
    private final String digest;
    private final Map<String, Tensor> weights;
    private final PrecisionChoice precision;
    private final InputDecoder decoder = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO);

    private FrozenBackbone(
            Path file,
            BackboneConfiguration shape,
            InputSize size,
            Normalization normalization,
            String digest,
            Map<String, Tensor> weights,
            PrecisionChoice precision) {
        this.file = file;
        this.shape = shape;
        this.size = size;
        this.normalization = normalization;
        this.digest = digest;
        this.weights = weights;
        this.precision = precision;
    }

    /**
     * Reads the weights.
     *
     * @param file safetensors or a PyTorch checkpoint
     * @param shape which tensors there must be
     * @param precision the arithmetic; automatically bf16 where the processor multiplies it, else fp32
     * @throws UserException when the file cannot be read or does not hold such a backbone
     */
    public static FrozenBackbone read(
            Path file,
            BackboneConfiguration shape,
            InputSize size,
            Normalization normalization,
            PrecisionChoice precision) {
        try {
            TensorMap tensors = TensorFiles.read(file);
            requireVariant(file, tensors.metadata().get(VARIANT), shape.variant());
            return new FrozenBackbone(
                    file,
                    shape,
                    size,
                    normalization,
                    Sha256.of(file),
                    NetworkWeights.backbone(tensors, shape),
                    precision);
        } catch (TensorFileException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException("The backbone '" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Both variants have the same tensors, and the wrong one computes something, though nothing good: only what a file says
     * of itself tells them apart. One that says nothing is believed.
     */
    private static void requireVariant(Path file, String stated, Variant configured) {
        Matcher begins = STATED.matcher(stated == null ? "" : stated.strip());
        if (!begins.find()) {
            return;
        }
        Variant own = begins.group(1) == null ? Variant.V1 : Variant.V1_5;
        if (own != configured) {
            throw new UserException("'" + file + "' says that it is a ResNet of variant " + name(own) + ", and not "
                    + name(configured) + " as configured: say " + name(own)
                    + " ('variant' of the backbone, or --variant), or take another file.");
        }
    }

    private static String name(Variant variant) {
        return variant == Variant.V1 ? "v1" : "v1.5";
    }

    /** SHA-256 of the file. */
    public String digest() {
        return digest;
    }

    /** The tensors by torchvision's names. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /**
     * Features of several lists of photographs.
     *
     * @param features one for each list
     * @param computed how many vectors the cache did not have
     * @param precision the arithmetic, by its label
     */
    public record Extraction(List<Features> features, int computed, String precision) {}

    /**
     * The features of each list, from the cache where it has them.
     *
     * @throws UserException when more than 1 % of a list cannot be decoded, or the cache cannot be used
     */
    public Extraction extract(List<List<Photograph>> lists, Path cacheFolder, ProgressFactory progress) {
        return extract(served(), lists, cacheFolder, progress);
    }

    /** As {@link #extract(List, Path, ProgressFactory)}, of photographs in another view. */
    public Extraction extract(View view, List<List<Photograph>> lists, Path cacheFolder, ProgressFactory progress) {
        try (Program program = program();
                FeatureCache cache = FeatureCache.open(cacheFolder, key(program, view), shape.features())) {
            int before = cache.size();
            FeatureExtractor extractor =
                    new FeatureExtractor(program, size, view.decoder(), FeatureExtractor.Options.DEFAULT);
            List<Features> features = new ArrayList<>();
            for (List<Photograph> list : lists) {
                features.add(extractor.extract(list, cache, progress));
            }
            return new Extraction(List.copyOf(features), cache.size() - before, program.precision());
        }
    }

    /** The features of photographs as serving sees them, to be computed by another program. */
    public Elsewhere elsewhere(Path cacheFolder) {
        try (Program program = program()) {
            View served = served();
            return new Elsewhere(
                    new Elsewhere.Recipe(
                            file, digest, shape, size, normalization, program.precision(), served.jpegDecoder()),
                    FeatureCache.open(cacheFolder, key(program, served), shape.features()));
        }
    }

    /**
     * A way to look at photographs.
     *
     * @param name for the cache: where two names agree, so do the views
     * @param jpegDecoder what decodes JPEGs, for the cache
     * @param decoder from a photograph's bytes to the network's input; thread-safe, and the same for the same bytes
     */
    public record View(String name, String jpegDecoder, BiFunction<byte[], InputSize, Fitting> decoder) {}

    /** What serving sees. */
    public View served() {
        return new View(FeatureKey.SERVED, decoder.jpegDecoder(), decoder::decode);
    }

    /**
     * Where what a tail reads of photographs is kept.
     *
     * @param whole the backbone with the stages that this one may lack
     * @param cut of the whole backbone; all stages before it are here
     */
    public MapStore maps(BackboneConfiguration whole, Cut cut, Path cacheFolder, ProgressFactory progress) {
        return new MapStore(this, whole, cut, cacheFolder, progress);
    }

    /** A program up to the cut. */
    Program program(BackboneConfiguration whole, Cut cut) {
        Map<String, Tensor> early = new LinkedHashMap<>(weights);
        early.keySet()
                .retainAll(Network.features(cut.frozen(whole), false)
                        .parametersByName()
                        .keySet());
        try {
            return Programs.maps(
                    whole,
                    cut,
                    normalization,
                    size.crop(),
                    new TensorMap(file.toString(), early, Map.of()),
                    Programs.choose(precision, false, EngineChoice.PYTORCH, Processor.current()),
                    FeatureExtractor.Options.DEFAULT.predictors());
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    FeatureKey key(Program program, BackboneConfiguration whole, Cut cut, View view) {
        return new FeatureKey(
                digest,
                cut.frozen(whole),
                size,
                normalization,
                view.jpegDecoder(),
                program.precision(),
                "maps at every " + cut.every(),
                view.name());
    }

    InputSize size() {
        return size;
    }

    private Program program() {
        try {
            return Programs.features(
                    shape,
                    normalization,
                    size.crop(),
                    new TensorMap(file.toString(), weights, Map.of()),
                    Programs.choose(precision, false, EngineChoice.PYTORCH, Processor.current()),
                    FeatureExtractor.Options.DEFAULT.predictors());
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    private FeatureKey key(Program program, View view) {
        return new FeatureKey(
                digest,
                shape,
                size,
                normalization,
                view.jpegDecoder(),
                program.precision(),
                FeatureKey.POOLED,
                view.name());
    }
}
