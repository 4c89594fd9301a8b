package dev.carornot.training.features;

import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.program.Program;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features.Unreadable;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Computes the features of photographs: decodes on several threads ahead of the network, runs it on batches, and keeps what
 * it found in a cache. The features depend on the photographs and the network alone: batches follow the order of the
 * list, and every batch is full, the last one padded, so that the same kernels run whatever an earlier run left to do.
 * Thread-safe, but a cache serves one extraction at a time.
 */
public final class FeatureExtractor {
    private final Program program;
    private final InputSize size;
    private final BiFunction<byte[], InputSize, Fitting> decoder;
    private final Options options;

    /**
     * How the machine is used.
     *
     * @param batch pictures in one run of the network; 1 or more
     * @param predictors runs of the network at once; 1 or more
     * @param decoders threads that decode; 1 or more
     */
    public record Options(int batch, int predictors, int decoders) {
        /** Batches of 8, and a predictor and a decoder for each processor. */
        public static final Options DEFAULT = new Options(
                8,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().availableProcessors());

        public Options {
            if (batch < 1 || predictors < 1 || decoders < 1) {
                throw new IllegalArgumentException("Extraction needs at least one of each: " + batch + " in a batch, "
                        + predictors + " predictors, " + decoders + " decoders.");
            }
        }
    }

    /**
     * Sets up an extractor; the program stays the caller's to close.
     *
     * @param program without a head
     * @param size the size that the program was made for
     * @param decoder the classifier's, thread-safe
     */
    public FeatureExtractor(
            Program program, InputSize size, BiFunction<byte[], InputSize, Fitting> decoder, Options options) {
        this.program = program;
        this.size = size;
        this.decoder = decoder;
        this.options = options;
    }

    /**
     * The features of photographs, from the cache where it has them.
     *
     * @throws UserException when more than 1 % of the photographs cannot be decoded
     */
    public Features extract(List<Photograph> photographs, FeatureCache cache, ProgressFactory progress) {
        return gather(photographs, cache, fill(photographs, cache, "Computing features", progress));
    }

    /**
     * Computes what the cache lacks.
     *
     * @return why photographs could not be decoded, by their SHA-256
     * @throws UserException when that is more than 1 % of them
     */
    Map<String, String> fill(List<Photograph> photographs, FeatureCache cache, String task, ProgressFactory progress) {
        Map<String, Photograph> missing = new LinkedHashMap<>();
        for (Photograph photograph : photographs) {
            if (!cache.contains(photograph.sha256())) {
                missing.putIfAbsent(photograph.sha256(), photograph);
            }
        }
        Map<String, String> reasons = new HashMap<>();
        if (!missing.isEmpty()) {
            try (Progress shown = progress.start(task, "photographs", missing.size())) {
                new Run(cache, shown, reasons, photographs).compute(missing.values());
            }
        }
        return reasons;
    }

    private static Features gather(List<Photograph> photographs, FeatureCache cache, Map<String, String> reasons) {
        List<Photograph> readable = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        Map<String, float[]> known = new HashMap<>();
        for (Photograph photograph : photographs) {
            String reason = reasons.get(photograph.sha256());
            if (reason != null) {
                unreadable.add(new Unreadable(photograph, reason));
                continue;
            }
            readable.add(photograph);
            vectors.add(known.computeIfAbsent(
                    photograph.sha256(),
                    sha256 -> cache.get(sha256)
                            .orElseThrow(() -> new IllegalStateException("Not computed: " + photograph.path()))));
        }
        return new Features(List.copyOf(readable), List.copyOf(vectors), List.copyOf(unreadable));
    }

    /** A photograph on its way to the network: what the network will see, or nothing and the reason why. */
    private record Prepared(Photograph photograph, Optional<byte[]> input, String reason) {
        static Prepared unreadable(Photograph photograph, String reason) {
            return new Prepared(photograph, Optional.empty(), reason);
        }
    }

    private Prepared prepare(Photograph photograph) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(photograph.file());
        } catch (IOException e) {
            return Prepared.unreadable(photograph, "The file cannot be read: " + e.getMessage() + ".");
        }
        if (!Sha256.of(bytes).equals(photograph.sha256())) {
            return Prepared.unreadable(photograph, "The file has changed since the data set was read.");
        }
        Fitting fitting = decoder.apply(bytes, size);
        if (fitting instanceof Fitting.Refused refused) {
            return Prepared.unreadable(photograph, refused.refusal().message());
        }
        return new Prepared(photograph, Optional.of(((Fitting.Fitted) fitting).pixels()), "");
    }

    /** One computation: decoded photographs gather in batches, batches go to the network, results to the cache. */
    private final class Run {
        private record Batch(List<Prepared> pictures, List<float[]> vectors) {}

        private final FeatureCache cache;
        private final Progress progress;
        private final Map<String, String> reasons;
        private final List<Photograph> all;
        private List<Prepared> gathering = new ArrayList<>();

        Run(FeatureCache cache, Progress progress, Map<String, String> reasons, List<Photograph> all) {
            this.cache = cache;
            this.progress = progress;
            this.reasons = reasons;
            this.all = all;
        }

        void compute(Iterable<Photograph> missing) {
            int decodeAhead = Math.max(options.decoders(), 2 * options.batch() * options.predictors());
            try (OrderedWork<Batch> network =
                            new OrderedWork<>("network", options.predictors(), options.predictors(), this::keep);
                    OrderedWork<Prepared> decoding = new OrderedWork<>(
                            "decoder", options.decoders(), decodeAhead, prepared -> gather(prepared, network))) {
                for (Photograph photograph : missing) {
                    decoding.submit(() -> prepare(photograph));
                }
                decoding.finish();
                submitGathered(network);
                network.finish();
            }
        }

        private void gather(Prepared prepared, OrderedWork<Batch> network) {
            if (prepared.input().isEmpty()) {
                reasons.put(prepared.photograph().sha256(), prepared.reason());
                progress.advance(1);
                stopIfTooMany(prepared);
                return;
            }
            gathering.add(prepared);
            if (gathering.size() == options.batch()) {
                submitGathered(network);
            }
        }

        private void stopIfTooMany(Prepared last) {
            long unreadable =
                    all.stream().filter(p -> reasons.containsKey(p.sha256())).count();
            new Unreadable(last.photograph(), last.reason()).requireAmongFew(unreadable, all.size());
        }

        private void submitGathered(OrderedWork<Batch> network) {
            List<Prepared> pictures = gathering;
            gathering = new ArrayList<>();
            if (!pictures.isEmpty()) {
                network.submit(
                        () -> new Batch(pictures, Arrays.asList(program.run(pixels(pictures), options.batch()))));
            }
        }

        private byte[] pixels(List<Prepared> pictures) {
            int length = 3 * size.crop() * size.crop();
            byte[] pixels = new byte[Math.multiplyExact(length, options.batch())];
            for (int i = 0; i < pictures.size(); i++) {
                byte[] rgb = pictures.get(i).input().orElseThrow();
                System.arraycopy(rgb, 0, pixels, i * length, length);
            }
            return pixels;
        }

        private void keep(Batch batch) {
            for (int i = 0; i < batch.pictures().size(); i++) {
                cache.put(
                        batch.pictures().get(i).photograph().sha256(),
                        batch.vectors().get(i));
                progress.advance(1);
            }
        }
    }
}
