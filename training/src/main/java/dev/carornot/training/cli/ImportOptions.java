package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.importer.Importer;
import dev.carornot.training.importer.ManifestImport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every source has in common on the command line. */
final class ImportOptions {
    /** What is printed as JSON: photographs by split and label. */
    private record Written(String manifest, int photographs, Map<String, Map<String, Long>> splits) {}

    @Option(
            names = "--out",
            required = true,
            paramLabel = "MANIFEST",
            description = "The manifest to write; nothing may be there yet, and the photographs must lie below its"
                    + " folder.")
    private Path out;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "A CSV file with the columns path,label (paths as in the new manifest): labels that win over"
                    + " the source's. The note tells of each.")
    private Path overrides;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where the source states no split: the seed of the random one, 50 %% train, 30 %% validation,"
                    + " 20 %% test by content (default: 0).")
    private long seed;

    @Mixin
    private ClassNames classes;

    @Mixin
    private JsonOption json;

    /** Writes the manifest and says what is in it. */
    void run(Console console, Function<DatasetReader, Importer> source) {
        Labels labels = classes.labels();
        DatasetReader reader = new DatasetReader(labels, RandomSplit.DEFAULT.withSeed(seed), console.progress());
        List<ManifestEntry> entries =
                new ManifestImport(labels, reader, Optional.ofNullable(overrides)).write(source.apply(reader), out);
        print(console, json, out, labels, entries);
    }

    /** Says what is in a manifest. */
    static void print(Console console, JsonOption json, Path manifest, Labels labels, List<ManifestEntry> entries) {
        json.print(console, () -> new Written(manifest.toString(), entries.size(), bySplit(labels, entries)), () -> {
            console.out().println("'" + manifest + "' lists " + entries.size() + " photographs.");
            console.out().print(counts(labels, entries));
        });
    }

    private static Map<String, Map<String, Long>> bySplit(Labels labels, List<ManifestEntry> entries) {
        return entries.stream()
                .map(ManifestEntry::photograph)
                .collect(Collectors.groupingBy(
                        photograph -> photograph.split(),
                        TreeMap::new,
                        Collectors.groupingBy(
                                photograph -> labels.of(photograph.positive()), TreeMap::new, Collectors.counting())));
    }

    /** A line for each split. */
    private static String counts(Labels labels, List<ManifestEntry> entries) {
        Map<String, Map<Boolean, Long>> counts = entries.stream()
                .map(ManifestEntry::photograph)
                .collect(Collectors.groupingBy(
                        photograph -> photograph.split(),
                        TreeMap::new,
                        Collectors.partitioningBy(photograph -> photograph.positive(), Collectors.counting())));
        StringBuilder text = new StringBuilder();
        counts.forEach((split, byClass) -> text.append("  ")
                .append(split)
                .append(": ")
                .append(byClass.get(true))
                .append(' ')
                .append(labels.positive())
                .append(", ")
                .append(byClass.get(false))
                .append(' ')
                .append(labels.negative())
                .append('\n'));
        return text.toString();
    }
}
