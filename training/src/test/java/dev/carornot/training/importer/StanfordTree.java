package dev.carornot.training.importer;

import dev.carornot.classifier.fixture.DrawnPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Struct;

/** A small tree of Stanford Cars' shape: three training and two test pictures of two classes. */
public final class StanfordTree {
    private StanfordTree() {}

    public static Path make(Path root) throws IOException {
        pictures(root, "cars_train", 3);
        pictures(root, "cars_test", 2);
        write(Files.createDirectories(root.resolve("devkit")).resolve("cars_train_annos.mat"), annotations(3, true));
        write(root.resolve("cars_test_annos_withlabels.mat"), annotations(2, true));
        return root;
    }

    static void pictures(Path root, String folder, int count) throws IOException {
        Path pictures = Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            Files.write(pictures.resolve(name(i)), DrawnPictures.jpeg(40, 30, folder.hashCode() + i));
        }
    }

    private static String name(int index) {
        return "0000" + (index + 1) + ".jpg";
    }

    /** A struct array of one row, as MATLAB writes it. */
    static Struct annotations(int count, boolean withClass) {
        Struct struct = Mat5.newStruct(1, count);
        for (int i = 0; i < count; i++) {
            struct.set("bbox_x1", i, Mat5.newScalar(i + 1));
            struct.set("bbox_y1", i, Mat5.newScalar(2));
            struct.set("bbox_x2", i, Mat5.newScalar(30 + i));
            struct.set("bbox_y2", i, Mat5.newScalar(29));
            if (withClass) {
                struct.set("class", i, Mat5.newScalar(1 + i % 2));
            }
            struct.set("fname", i, Mat5.newString(name(i)));
        }
        return struct;
    }

    static void write(Path file, Struct annotations) throws IOException {
        Mat5.writeToFile(Mat5.newMatFile().addArray("annotations", annotations), file.toFile());
    }

    static void writeNames(Path file, String... names) throws IOException {
        Cell cell = Mat5.newCell(1, names.length);
        for (int i = 0; i < names.length; i++) {
            cell.set(i, Mat5.newString(names[i]));
        }
        Mat5.writeToFile(Mat5.newMatFile().addArray("class_names", cell), file.toFile());
    }
}
