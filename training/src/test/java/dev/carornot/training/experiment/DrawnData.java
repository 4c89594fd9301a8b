package dev.carornot.training.experiment;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Safetensors;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Red and blue discs, and a small backbone for them, for tests that train. */
final class DrawnData {
    static final int PHOTOGRAPHS = 120;

    /** Trains a fresh second stage in seconds. */
    static final String STAGES = """
            name: tuned
            train: stages
            labels: {negative: blue, positive: red}
            backbone: {variant: v1, blocks: [1, 1], width: 8, fresh: layer2, precision: fp32}
            head: {hidden: [], dropout: 0}
            input: {resize: 36, crop: 32}
            optimization: {optimizer: adamw, learningRate: 0.01, epochs: 6, batch: 8, ema: 0.5, clipNorm: 5}
            augmentation: {flip: 0.5, smallestCrop: 0.6, copies: 2}
            evaluate: [validation, test]
            """;

    private DrawnData() {}

    /** A folder for each label, with half of the photographs. */
    static void draw(Path data) throws IOException {
        for (int i = 0; i < PHOTOGRAPHS; i++) {
            boolean red = i % 2 == 0;
            Path file = data.resolve(red ? "red" : "blue").resolve(i + ".jpg");
            Files.createDirectories(file.getParent());
            Files.write(file, DrawnPictures.write(drawing(red, i), "jpeg"));
        }
    }

    /** A disc on a drawn background: red or blue, anywhere. */
    static BufferedImage drawing(boolean red, int seed) {
        BufferedImage image = DrawnPictures.image(64, 48, seed);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(red ? Color.RED : Color.BLUE);
        graphics.fillOval(4 + seed % 16, seed % 10, 36, 36);
        graphics.dispose();
        return image;
    }

    /** Random weights of two stages. */
    static void writeBackbone(Path file, int width) throws IOException {
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Network network = Network.features(new BackboneConfiguration(Variant.V1_5, List.of(1, 1), width), false);
            network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            Safetensors.write(file, NetworkWeights.save(network.parametersByName()), Map.of());
        }
    }
}
