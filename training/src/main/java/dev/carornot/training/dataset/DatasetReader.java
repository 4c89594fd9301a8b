package dev.carornot.training.dataset;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a data set: every file is looked at and its SHA-256 computed, so that a data set that was read is complete.
 * Immutable and thread-safe.
 */
public final class DatasetReader {
    private final Labels labels;
    private final RandomSplit split;
    private final ProgressFactory progress;

    /**
     * Sets up a reader.
     *
     * @param labels what the classes are called in the manifest, or as folders
     * @param split how folders without a manifest are split; a manifest states its splits itself
     */
    public DatasetReader(Labels labels, RandomSplit split, ProgressFactory progress) {
        this.labels = labels;
        this.split = split;
        this.progress = progress;
    }

    /**
     * Reads a data set.
     *
     * @param data a {@code manifest.csv}, whatever its name, with paths relative to its folder; a folder with a
     *     {@code manifest.csv}; or a folder with two folders of photographs that are called as the labels, where each
     *     photograph's source is empty and its split is drawn by content
     * @throws UserException when it cannot be read, is not in order or lacks files
     */
    public Dataset read(Path data) {
        return new Dataset(
                labels,
                complete(data, list(data)).stream()
                        .map(ManifestEntry::photograph)
                        .toList());
    }

    /**
     * Looks at every photograph of a list, in its order.
     *
     * @param data what the list was made of, for the sentence about what is missing
     * @throws UserException when a file is missing, cannot be read or is not the one that was listed
     */
    public List<ManifestEntry> complete(Path data, List<Listed> listed) {
        List<ManifestEntry> entries = new ArrayList<>(listed.size());
        List<Problem> problems = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (Progress shown = progress.start("Reading the data set", "photographs", listed.size());
                OrderedWork<Object> work = new OrderedWork<>("dataset", threads, 4 * threads, result -> {
                    if (result instanceof Problem problem) {
                        problems.add(problem);
                    } else {
                        entries.add((ManifestEntry) result);
                    }
                    shown.advance(1);
                })) {
            listed.forEach(photograph -> work.submit(() -> look(photograph)));
            work.finish();
        }
        if (!problems.isEmpty()) {
            String others = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more like it)";
            throw new UserException("The data set '" + data + "' is not complete: "
                    + problems.get(0).sentence() + others + ".");
        }
        return entries;
    }

    /**
     * The photographs of a data set as they are listed, before their files are looked at.
     *
     * @param data as for {@link #read}
     * @throws UserException when it cannot be read or is not in order
     */
    public List<Listed> list(Path data) {
        if (!Files.exists(data)) {
            throw new UserException("There is no data set '" + data + "'.");
        }
        if (!Files.isReadable(data)) {
            throw new UserException("The data set '" + data + "' cannot be read; check its permissions.");
        }
        if (Files.isRegularFile(data)) {
            return new ManifestReader(data, labels).read();
        }
        Path manifest = data.resolve(ManifestReader.FILE_NAME);
        if (Files.isRegularFile(manifest)) {
            return new ManifestReader(manifest, labels).read();
        }
        return listFolders(data);
    }

    /**
     * The photographs of a folder with two folders that are called as the labels, even if a manifest is there, too.
     *
     * @throws UserException when there are no such folders, or one of them is empty
     */
    public List<Listed> listFolders(Path data) {
        if (!Files.isDirectory(data.resolve(labels.positive()))
                || !Files.isDirectory(data.resolve(labels.negative()))) {
            throw new UserException("The data set '" + data + "' has neither a " + ManifestReader.FILE_NAME
                    + " nor the two folders '" + labels.positive() + "' and '" + labels.negative() + "'.");
        }
        return FolderReader.read(data, labels);
    }

    /** What is wrong with one photograph, to be a part of a sentence. */
    private record Problem(String sentence) {}

    private Object look(Listed listed) {
        String name = "'" + listed.path() + "'" + (listed.line() > 0 ? " of line " + listed.line() : "");
        if (!Files.isRegularFile(listed.file())) {
            return new Problem(name + " is missing");
        }
        String sha256;
        try {
            sha256 = Sha256.of(listed.file());
        } catch (IOException e) {
            return new Problem(name + " cannot be read");
        }
        if (!listed.sha256().isEmpty() && !listed.sha256().equals(sha256)) {
            return new Problem(name + " is not the file that was listed, for its SHA-256 differs");
        }
        Photograph photograph = new Photograph(
                listed.file(),
                listed.path(),
                listed.positive(),
                listed.split().isEmpty() ? split.of(sha256) : listed.split(),
                listed.source(),
                listed.note(),
                sha256);
        return new ManifestEntry(photograph, listed.others());
    }
}
