package dev.carornot.training.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.output.TextFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A manifest that is to be written, and the folder below which its photographs must lie, since paths in a manifest never
 * leave its folder. Immutable and thread-safe.
 */
public final class ManifestFile {
    /** Quotes what needs quotes and no more, so that a diff of two manifests shows what changed. */
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private final Path file;
    private final Path folder;

    private ManifestFile(Path file) {
        this.file = file;
        this.folder = file.toAbsolutePath().normalize().getParent();
    }

    /**
     * A file that is not there yet.
     *
     * @throws UserException when it is
     */
    public static ManifestFile at(Path file) {
        if (Files.exists(file)) {
            throw new UserException("'" + file + "' exists already; name another file with --out, or delete it.");
        }
        if (file.toAbsolutePath().normalize().getParent() == null) {
            throw new UserException("'" + file + "' is no place for a manifest.");
        }
        return new ManifestFile(file);
    }

    /**
     * The same photographs with paths as this manifest will state them.
     *
     * @throws UserException when one does not lie below the manifest's folder (the sentence names a place from where all
     *     can be reached), or two are the same file
     */
    public List<Listed> located(List<Listed> listed) {
        List<Path> outside = listed.stream()
                .map(l -> l.file().toAbsolutePath().normalize())
                .filter(path -> !path.startsWith(folder))
                .toList();
        if (!outside.isEmpty()) {
            Path common = folder;
            for (Path path : outside) {
                while (common != null && !path.startsWith(common)) {
                    common = common.getParent();
                }
            }
            String place = common == null || common.getNameCount() == 0
                    ? "move the photographs below one folder and write it there"
                    : "write it to '" + common.resolve(file.getFileName()) + "', or move the photographs";
            throw new UserException("A manifest in '" + folder + "' cannot list '" + outside.get(0)
                    + "', which does not lie below that folder; " + place + ".");
        }
        Map<String, Listed> byPath = new HashMap<>();
        List<Listed> located = new ArrayList<>(listed.size());
        for (Listed photograph : listed) {
            Path relative = folder.relativize(photograph.file().toAbsolutePath().normalize());
            String path = relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
            if (byPath.put(path, photograph) != null) {
                throw new UserException("'" + photograph.file() + "' is listed twice; leave one of its lists out.");
            }
            located.add(photograph.withPath(path));
        }
        return located;
    }

    /**
     * Writes the manifest: sorted by path, with the columns path, label, split, source, all others sorted by name,
     * note and sha256. It is written beside its place and moved there.
     *
     * @param entries with paths as {@link #located} gave them
     */
    public void write(Labels labels, List<ManifestEntry> entries) {
        TreeSet<String> others = new TreeSet<>();
        entries.forEach(entry -> others.addAll(entry.others().keySet()));
        CsvSchema.Builder columns = CsvSchema.builder();
        List.of("path", "label", "split", "source").forEach(columns::addColumn);
        others.forEach(columns::addColumn);
        List.of("note", "sha256").forEach(columns::addColumn);
        List<Map<String, String>> rows = entries.stream()
                .sorted(Comparator.comparing(entry -> entry.photograph().path()))
                .map(entry -> row(labels, entry))
                .toList();
        try {
            TextFiles.write(file, CSV.writer(columns.build().withHeader()).writeValueAsString(rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A manifest is plain text.", e);
        }
    }

    private static Map<String, String> row(Labels labels, ManifestEntry entry) {
        Photograph photograph = entry.photograph();
        Map<String, String> row = new TreeMap<>(entry.others());
        row.put("path", photograph.path());
        row.put("label", photograph.positive() ? labels.positive() : labels.negative());
        row.put("split", photograph.split());
        row.put("source", photograph.source());
        row.put("note", photograph.note());
        row.put("sha256", photograph.sha256());
        return row;
    }
}
