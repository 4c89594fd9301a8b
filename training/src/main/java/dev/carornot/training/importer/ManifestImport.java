package dev.carornot.training.importer;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.Listed;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.ManifestFile;
import dev.carornot.training.failure.UserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * From a source to a manifest. Immutable and thread-safe.
 *
 * @param labels what the classes are called
 * @param reader looks at the files, and draws the split of photographs whose source states none
 * @param overrides a CSV file {@code path,label} that wins over the source's labels
 */
public record ManifestImport(Labels labels, DatasetReader reader, Optional<Path> overrides) {
    /**
     * Writes a manifest.
     *
     * @param out where; nothing may be there yet, and every photograph must lie below its folder
     * @return what was written
     * @throws UserException when the source, a file of it or the place will not do; nothing is written then
     */
    public List<ManifestEntry> write(Importer source, Path out) {
        ManifestFile manifest = ManifestFile.at(out);
        Optional<LabelOverrides> labelled = overrides.map(file -> new LabelOverrides(file, labels));
        List<Listed> located = manifest.located(source.list());
        List<Listed> listed = labelled.map(o -> o.apply(located)).orElse(located);
        if (source.hasBothClasses()) {
            requireBothClasses(source, listed);
        }
        List<ManifestEntry> entries = reader.complete(source.place(), listed);
        manifest.write(labels, entries);
        return entries;
    }

    private void requireBothClasses(Importer source, List<Listed> listed) {
        long positives = listed.stream().filter(Listed::positive).count();
        if (positives == 0 || positives == listed.size()) {
            throw new UserException("'" + source.place() + "' gives no photograph labelled '"
                    + (positives == 0 ? labels.positive() : labels.negative()) + "', and both classes are needed.");
        }
    }
}
