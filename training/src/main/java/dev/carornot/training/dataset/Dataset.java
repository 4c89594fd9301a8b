package dev.carornot.training.dataset;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Labelled photographs in the order in which they were listed. Immutable and thread-safe.
 */
public final class Dataset {
    public static final String TRAIN = "train";
    public static final String VALIDATION = "validation";
    public static final String TEST = "test";

    /** Asks {@link #split} for every photograph, unless a split is really called so. */
    public static final String ALL = "all";

    private final Labels labels;
    private final List<Photograph> photographs;
    private final String digest;

    public Dataset(Labels labels, List<Photograph> photographs) {
        this.labels = labels;
        this.photographs = List.copyOf(photographs);
        this.digest = digest(labels, this.photographs);
    }

    public Labels labels() {
        return labels;
    }

    public List<Photograph> photographs() {
        return photographs;
    }

    /**
     * Identifies the data: SHA-256, in hexadecimal, over a line {@code path NUL label NUL split NUL sha256 LF} in UTF-8 for
     * each photograph, sorted by path. Neither the folder's place nor the order of listing enters.
     */
    public String digest() {
        return digest;
    }

    /** The names of the splits that have photographs, sorted. */
    public Set<String> splits() {
        return photographs.stream().map(Photograph::split).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The photographs of a split, in the order of listing; of all splits when {@code name} is {@value #ALL}.
     *
     * @throws UserException when the split has no photographs, or photographs of one class only
     */
    public List<Photograph> split(String name) {
        boolean all = name.equals(ALL) && !splits().contains(ALL);
        List<Photograph> found =
                photographs.stream().filter(p -> all || p.split().equals(name)).toList();
        if (found.isEmpty()) {
            throw new UserException(
                    "The split '" + name + "' has no photographs; there are: " + String.join(", ", splits()) + ".");
        }
        long positives = found.stream().filter(Photograph::positive).count();
        if (positives == 0 || positives == found.size()) {
            throw new UserException("The split '" + name + "' has no photograph labelled '"
                    + (positives == 0 ? labels.positive() : labels.negative()) + "', and both classes are needed.");
        }
        return found;
    }

    private static String digest(Labels labels, List<Photograph> photographs) {
        MessageDigest sha256 = Sha256.start();
        photographs.stream().sorted(Comparator.comparing(Photograph::path)).forEach(p -> {
            String label = p.positive() ? labels.positive() : labels.negative();
            String line = String.join("\0", p.path(), label, p.split(), p.sha256()) + "\n";
            sha256.update(line.getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(sha256.digest());
    }
}
