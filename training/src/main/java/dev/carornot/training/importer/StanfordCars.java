package dev.carornot.training.importer;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Listed;
import dev.carornot.training.failure.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/**
 * Stanford Cars (Krause et al., 2013): pictures in {@code cars_train} and {@code cars_test}, the official split and the boxes
 * in two MATLAB files, beside these folders or in {@code devkit}, which is where the two archives put them. Every picture
 * shows a car. The class, by its name where {@code cars_meta.mat} is there, is the column {@code source_class}; the box
 * {@code x1 y1 x2 y2}, in pixels from 1 and with both ends in it as MATLAB counts, is the column {@code bbox}.
 */
public record StanfordCars(Path place) implements Importer {
    /** A part of the official split: its split, its folder and what its annotations may be called. */
    private record Part(String split, String folder, String annotations) {}

    private static final List<Part> PARTS = List.of(
            new Part(Dataset.TRAIN, "cars_train", "cars_train_annos.mat"),
            new Part(Dataset.TEST, "cars_test", "cars_test_annos_withlabels.mat"));

    private static final String META = "cars_meta.mat";
    private static final String DEVKIT = "devkit";
    private static final String ANNOTATIONS = "annotations";
    private static final List<String> BOX = List.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2");

    @Override
    public boolean hasBothClasses() {
        return false;
    }

    @Override
    public List<Listed> list() {
        if (!Files.isDirectory(place)) {
            throw new UserException("There is no folder '" + place + "'.");
        }
        Optional<Path> meta = find(META);
        List<String> names = meta.map(StanfordCars::classNames).orElse(List.of());
        List<Listed> listed = new ArrayList<>();
        for (Part part : PARTS) {
            Path annotations = find(part.annotations())
                    .orElseThrow(() -> new UserException("'" + place + "' lacks '" + part.annotations()
                            + "', which states the official split; put it there or into '" + place.resolve(DEVKIT)
                            + "'."));
            listed.addAll(part(part, annotations, names));
        }
        return listed;
    }

    private Optional<Path> find(String name) {
        return Stream.of(place.resolve(name), place.resolve(DEVKIT).resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private List<Listed> part(Part part, Path file, List<String> names) {
        Struct annotations = MatlabFile.read(file).get(ANNOTATIONS, Struct.class);
        List<String> needed = Stream.concat(BOX.stream(), Stream.of("class", "fname"))
                .filter(name -> !annotations.getFieldNames().contains(name))
                .toList();
        if (!needed.isEmpty()) {
            throw new UserException("'" + ANNOTATIONS + "' in '" + file + "' lacks the field"
                    + (needed.size() > 1 ? "s " : " ") + String.join(", ", needed)
                    + (needed.contains("class")
                            ? "; of the test pictures take the file with labels, " + part.annotations() + "."
                            : "; this is not a file of Stanford Cars."));
        }
        List<Listed> listed = new ArrayList<>();
        for (int i = 0; i < annotations.getNumElements(); i++) {
            listed.add(photograph(part, annotations, i, names, file));
        }
        if (listed.isEmpty()) {
            throw new UserException("'" + ANNOTATIONS + "' in '" + file + "' is empty.");
        }
        return listed;
    }

    private Listed photograph(Part part, Struct annotations, int index, List<String> names, Path file) {
        try {
            String name = annotations.getChar("fname", index).getString();
            int number = number(annotations, "class", index);
            String className = number >= 1 && number <= names.size() ? names.get(number - 1) : "class " + number;
            StringBuilder box = new StringBuilder();
            for (String side : BOX) {
                box.append(box.isEmpty() ? "" : " ").append(number(annotations, side, index));
            }
            Path folder = place.resolve(part.folder());
            Path picture = folder.resolve(name).normalize();
            if (name.isBlank() || !picture.startsWith(folder.normalize())) {
                throw new UserException("Annotation " + (index + 1) + " of '" + file + "' names the picture '" + name
                        + "', which is none in '" + folder + "'.");
            }
            return Listed.found(picture, part.folder() + "/" + name, true)
                    .withSplit(part.split())
                    .withSource("stanford_cars", Map.of("source_class", className, "bbox", box.toString()));
        } catch (ClassCastException | IndexOutOfBoundsException e) {
            throw new UserException(
                    "Annotation " + (index + 1) + " of '" + file
                            + "' is not of Stanford Cars' form (numbers for box and class, text for fname).",
                    e);
        }
    }

    private static int number(Struct annotations, String field, int index) {
        Matrix value = annotations.getMatrix(field, index);
        return value.getInt(0);
    }

    private static List<String> classNames(Path file) {
        Cell names = MatlabFile.read(file).get("class_names", Cell.class);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < names.getNumElements(); i++) {
            read.add(names.getChar(i).getString());
        }
        return read;
    }
}
