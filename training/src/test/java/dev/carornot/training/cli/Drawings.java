package dev.carornot.training.cli;

import dev.carornot.classifier.fixture.DrawnPictures;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Photographs of red and of blue discs, and the smallest experiment that tells them apart. */
final class Drawings {
    static final String CONFIGURATION = """
            name: discs
            train: network
            labels: {negative: blue, positive: red}
            backbone: {blocks: [1], width: 4}
            head: {hidden: [], dropout: 0}
            input: {resize: 24, crop: 24}
            optimization: {learningRate: 0.01, epochs: 4, batch: 8}
            """;

    private Drawings() {}

    static byte[] disc(boolean red, int seed) {
        BufferedImage image = DrawnPictures.image(48, 40, seed);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(red ? Color.RED : Color.BLUE);
        graphics.fillOval(2 + seed % 8, seed % 5, 34, 34);
        graphics.dispose();
        return DrawnPictures.write(image, "jpeg");
    }

    /** Folders {@code red} and {@code blue} with so many photographs each. */
    static Path dataset(Path folder, int each) throws IOException {
        return dataset(folder, each, "red", "blue");
    }

    /** The same, with red discs in the first folder and blue ones in the second. */
    static Path dataset(Path folder, int each, String red, String blue) throws IOException {
        for (String label : new String[] {red, blue}) {
            Path place = Files.createDirectories(folder.resolve(label));
            for (int i = 0; i < each; i++) {
                Files.write(place.resolve(i + ".jpg"), disc(label.equals(red), i));
            }
        }
        return folder;
    }
}
