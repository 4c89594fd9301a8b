package dev.carornot.training.importer;

import dev.carornot.training.dataset.Listed;
import dev.carornot.training.dataset.PhotographFiles;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Caltech-101, Caltech-256 and whatever else has a folder for each of its classes: some classes are positive, some are left
 * out, all others are negative. The class is the column {@code source_class}; there is no official split.
 *
 * @param place the folder of class folders
 * @param positive names of class folders; at least one
 * @param exclude names of class folders
 * @param source what the photographs' source is called
 */
public record Caltech(Path place, Set<String> positive, Set<String> exclude, String source) implements Importer {
    /** How many names an error lists. */
    private static final int EXAMPLES = 5;

    public Caltech {
        positive = Set.copyOf(positive);
        exclude = Set.copyOf(exclude);
    }

    @Override
    public boolean hasBothClasses() {
        return true;
    }

    @Override
    public List<Listed> list() {
        Set<String> classes = classes();
        requireKnown("positive", positive, classes);
        requireKnown("exclude", exclude, classes);
        for (String name : new TreeSet<>(positive)) {
            if (exclude.contains(name)) {
                throw new UserException("The class '" + name + "' is both in --positive and in --exclude.");
            }
        }
        List<Listed> listed = new ArrayList<>();
        for (String name : classes) {
            if (!exclude.contains(name)) {
                listed.addAll(photographs(name));
            }
        }
        return listed;
    }

    private Set<String> classes() {
        try (Stream<Path> found = Files.list(place)) {
            return found.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UserException(
                    "The folder '" + place + "' cannot be read; name one that has a folder for each" + " class.", e);
        }
    }

    private void requireKnown(String option, Set<String> names, Set<String> classes) {
        for (String name : new TreeSet<>(names)) {
            if (!classes.contains(name)) {
                throw new UserException("--" + option + " names the class '" + name + "', but '" + place
                        + "' has no such folder; "
                        + (classes.isEmpty()
                                ? "it has no folders at all."
                                : "it has " + classes.size() + ", such as "
                                        + classes.stream().limit(EXAMPLES).collect(Collectors.joining(", ")) + "."));
            }
        }
    }

    private List<Listed> photographs(String name) {
        Path folder = place.resolve(name);
        List<Path> files = PhotographFiles.inFolder(folder);
        if (files.isEmpty()) {
            throw new UserException("The class folder '" + folder + "' is empty; name it in --exclude if it may be.");
        }
        return files.stream()
                .map(file -> Listed.found(file, place.relativize(file).toString(), positive.contains(name))
                        .withSource(source, Map.of("source_class", name)))
                .toList();
    }
}
