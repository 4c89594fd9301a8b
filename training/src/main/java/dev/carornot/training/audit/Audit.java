package dev.carornot.training.audit;

import dev.carornot.training.audit.AuditReport.Unreadable;
import dev.carornot.training.audit.Duplicates.Pair;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features;
import dev.carornot.training.fingerprint.FingerprintReader;
import dev.carornot.training.fingerprint.Fingerprints;
import dev.carornot.training.fingerprint.Groups;
import dev.carornot.training.fingerprint.NearDuplicates;
import dev.carornot.training.progress.ProgressFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Looks a data set over. The same photographs give the same report, in whatever order they are listed. Thread-safe. */
public final class Audit {
    /** From here on two pictures are taken for nearly the same; docs/data.md tells what this rests on. */
    static final double LEAST_COSINE = 0.985;

    private final ProgressFactory progress;

    public Audit(ProgressFactory progress) {
        this.progress = progress;
    }

    /** The report without the sections that need a network. */
    public AuditReport run(Dataset dataset) {
        return run(dataset, null);
    }

    /**
     * The whole report.
     *
     * @param features a frozen backbone's features of photographs that can be decoded
     */
    public AuditReport run(Dataset dataset, Function<List<Photograph>, Features> features) {
        // By content: sums of floating-point numbers depend on their order.
        List<Photograph> photographs = dataset.photographs().stream()
                .sorted(Comparator.comparing(Photograph::sha256).thenComparing(Photograph::path))
                .toList();
        LabelNames labels = new LabelNames(dataset.labels());
        if (features != null) {
            requireBothClasses(photographs);
        }
        Fingerprints fingerprints = new FingerprintReader(progress).read(photographs);
        List<Photograph> readable = fingerprints.photographs();
        List<NearDuplicates.Pair> near = NearDuplicates.within(fingerprints.hashes(), NearDuplicates.MAX_DISTANCE);

        Duplicates likeFeatures = null;
        LabelSuspects suspects = null;
        if (features != null && !readable.isEmpty()) {
            Features seen = features.apply(readable);
            requireBothClasses(seen.photographs());
            likeFeatures = likeFeatures(seen, pathsOf(near, readable), labels);
            suspects = suspects(seen, readable, near, labels);
        }
        return new AuditReport(
                dataset.digest(),
                dataset.labels(),
                photographs.size(),
                fingerprints.unreadable().stream()
                        .map(u -> new Unreadable(u.photograph().path(), u.reason()))
                        .sorted(Comparator.comparing(Unreadable::path))
                        .toList(),
                copies(photographs, labels),
                lookAlikes(near, readable, labels),
                likeFeatures,
                SourceBalance.of(photographs),
                suspects,
                ShortcutAudit.of(dataset, progress).orElse(null));
    }

    /** A pair of each copy and the first of its kind. */
    private static Duplicates copies(List<Photograph> photographs, LabelNames labels) {
        List<Pair> pairs = new ArrayList<>();
        Map<String, Photograph> first = new HashMap<>();
        for (Photograph photograph : photographs) {
            Photograph before = first.putIfAbsent(photograph.sha256(), photograph);
            if (before != null) {
                pairs.add(new Pair(labels.place(before), labels.place(photograph), 0));
            }
        }
        return Duplicates.of("the same SHA-256", pairs);
    }

    private static boolean areCopies(Photograph one, Photograph other) {
        return one.sha256().equals(other.sha256());
    }

    private static Duplicates lookAlikes(List<NearDuplicates.Pair> near, List<Photograph> readable, LabelNames labels) {
        List<Pair> pairs = near.stream()
                .filter(pair -> !areCopies(readable.get(pair.first()), readable.get(pair.second())))
                .map(pair -> new Pair(
                        labels.place(readable.get(pair.first())),
                        labels.place(readable.get(pair.second())),
                        pair.distance()))
                .toList();
        return Duplicates.of(
                "at most " + NearDuplicates.MAX_DISTANCE + " of 256 bits of the difference hash differ", pairs);
    }

    private static Set<List<String>> pathsOf(List<NearDuplicates.Pair> near, List<Photograph> readable) {
        Set<List<String>> paths = new HashSet<>();
        near.forEach(pair -> paths.add(List.of(
                readable.get(pair.first()).path(), readable.get(pair.second()).path())));
        return paths;
    }

    private static Duplicates likeFeatures(Features seen, Set<List<String>> known, LabelNames labels) {
        List<Photograph> photographs = seen.photographs();
        List<Pair> pairs = CosineNeighbours.from(LEAST_COSINE, seen.vectors()).stream()
                .filter(pair -> !areCopies(photographs.get(pair.first()), photographs.get(pair.second())))
                .filter(pair -> !known.contains(List.of(
                        photographs.get(pair.first()).path(),
                        photographs.get(pair.second()).path())))
                .map(pair -> new Pair(
                        labels.place(photographs.get(pair.first())),
                        labels.place(photographs.get(pair.second())),
                        pair.cosine()))
                .toList();
        return Duplicates.of(
                String.format(Locale.ROOT, "the cosine of the backbone's features is %.3f or more", LEAST_COSINE),
                pairs);
    }

    /** Found out before minutes of work rather than after. */
    private static void requireBothClasses(List<Photograph> photographs) {
        long positives = photographs.stream().filter(Photograph::positive).count();
        if (positives == 0 || positives == photographs.size()) {
            throw new UserException(
                    "Labels can be doubted only where both classes have photographs; leave --backbone out.");
        }
    }

    private LabelSuspects suspects(
            Features seen, List<Photograph> readable, List<NearDuplicates.Pair> near, LabelNames labels) {
        List<Photograph> photographs = seen.photographs();
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < photographs.size(); i++) {
            index.put(photographs.get(i).path(), i);
        }
        Groups groups = new Groups(photographs.size());
        groups.joinEqual(photographs.stream().map(Photograph::sha256).toList());
        for (NearDuplicates.Pair pair : near) {
            Integer first = index.get(readable.get(pair.first()).path());
            Integer second = index.get(readable.get(pair.second()).path());
            if (first != null && second != null) {
                groups.join(first, second);
            }
        }
        return LabelSuspects.find(photographs, seen.vectors(), groups, labels, progress);
    }
}
