package dev.carornot.training.features;

import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Cut;
import dev.carornot.classifier.program.Program;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features.Unreadable;
import dev.carornot.training.features.FrozenBackbone.View;
import dev.carornot.training.progress.ProgressFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The feature maps that a frozen backbone hands to a tail, in 16-bit floats on disk: a file for each view, open until the
 * store is closed. Not thread-safe while it computes; what it has computed may be read by several threads.
 */
public final class MapStore implements AutoCloseable {
    private final FrozenBackbone backbone;
    private final BackboneConfiguration shape;
    private final Cut cut;
    private final Path folder;
    private final ProgressFactory progress;
    private final Map<String, FeatureCache> caches = new HashMap<>();
    private final int dimension;
    private Program program;
    private int computed;

    MapStore(FrozenBackbone backbone, BackboneConfiguration shape, Cut cut, Path folder, ProgressFactory progress) {
        this.backbone = backbone;
        this.shape = shape;
        this.cut = cut;
        this.folder = folder;
        this.progress = progress;
        this.dimension = cut.channels() * side() * side();
    }

    /**
     * What a view shows of photographs.
     *
     * @param photographs those that could be decoded, in the order in which they were asked for
     * @param unreadable the others
     */
    public record Maps(List<Photograph> photographs, List<Unreadable> unreadable, FeatureCache cache) {
        /**
         * Reads a photograph's maps, {@code (channels, side, side)} one after the other.
         *
         * @param member its place in {@code photographs}
         * @param at where the first number goes
         */
        public void read(int member, float[] target, int at) {
            Photograph photograph = photographs.get(member);
            if (!cache.read(photograph.sha256(), target, at)) {
                throw new IllegalStateException("Not computed: " + photograph.path());
            }
        }
    }

    /** Side of the maps. */
    public int side() {
        return cut.side(shape, backbone.size().crop());
    }

    /** Numbers of one photograph. */
    public int dimension() {
        return dimension;
    }

    /** How many photographs' maps the files did not have, over all views. */
    public int computed() {
        return computed;
    }

    /**
     * The maps of photographs, computed where the view's file lacks them.
     *
     * @param task what is shown while they are computed
     * @throws UserException when more than 1 % of the photographs cannot be decoded, or the file cannot be used
     */
    public Maps look(View view, List<Photograph> photographs, String task) {
        if (program == null) {
            program = backbone.program(shape, cut);
        }
        FeatureCache cache = caches.computeIfAbsent(
                view.name(),
                name -> FeatureCache.openHalved(folder, backbone.key(program, shape, cut, view), dimension));
        int before = cache.size();
        FeatureExtractor extractor =
                new FeatureExtractor(program, backbone.size(), view.decoder(), FeatureExtractor.Options.DEFAULT);
        Map<String, String> reasons = extractor.fill(photographs, cache, task, progress);
        computed += cache.size() - before;
        List<Photograph> readable = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Photograph photograph : photographs) {
            String reason = reasons.get(photograph.sha256());
            if (reason == null) {
                readable.add(photograph);
            } else {
                unreadable.add(new Unreadable(photograph, reason));
            }
        }
        return new Maps(List.copyOf(readable), List.copyOf(unreadable), cache);
    }

    @Override
    public void close() {
        try {
            caches.values().forEach(FeatureCache::close);
        } finally {
            if (program != null) {
                program.close();
            }
        }
    }
}
