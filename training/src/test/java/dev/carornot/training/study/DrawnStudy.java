package dev.carornot.training.study;

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
import dev.carornot.training.experiment.Study;
import dev.carornot.training.progress.ProgressFactory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Photographs of red and of blue discs with a manifest, a small backbone of drawn weights, and two studies of them. */
public final class DrawnStudy {
    public static final String OFFICIAL = """
            study: stated
            title: As <stated>
            about: What the manifest says.
            split: {rule: official}
            additional: [web]
            base:
              labels: {negative: blue, positive: red}
              backbone: {variant: v1.5, blocks: [1, 1], width: 8}
              input: {resize: 36, crop: 32}
              head: {hidden: [8], dropout: 0}
              optimization: {learningRate: 0.01, epochs: 2, batch: 8}
            runs:
              - {name: twice, seeds: 2}
              - {name: fewer, additional: false}
              - {name: once, optimization: {epochs: 1}}
            """;
    public static final String RANDOM = OFFICIAL.replace("study: stated", "study: dealt")
            .replace("rule: official", "rule: random, shares: [50, 30, 20]");

    public final Path data;
    public final Path backbone;
    private final Path cache;

    /** 160 photographs, of which a quarter come from the web; those of the split elsewhere come from there. */
    public DrawnStudy(Path folder) throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        backbone = folder.resolve("backbone.safetensors");
        cache = folder.resolve("cache");
        String[] splits = {"train", "train", "train", "validation", "validation", "test", "test", "elsewhere"};
        StringBuilder manifest = new StringBuilder("path,label,split,source\n");
        for (int i = 0; i < 160; i++) {
            boolean red = i % 2 == 0;
            String split = splits[i / 2 % splits.length];
            String source = split.equals("elsewhere") ? "afar" : i / 16 % 4 == 0 ? "web" : "collection";
            Files.write(data.resolve(i + ".jpg"), DrawnPictures.write(drawing(red, i), "jpeg"));
            manifest.append(i + ".jpg," + (red ? "red" : "blue") + "," + split + "," + source + "\n");
        }
        Files.writeString(data.resolve("manifest.csv"), manifest);
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Network network = Network.features(new BackboneConfiguration(Variant.V1_5, List.of(1, 1), 8), false);
            network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            Safetensors.write(backbone, NetworkWeights.save(network.parametersByName()), Map.of());
        }
    }

    private static BufferedImage drawing(boolean red, int seed) {
        BufferedImage image = DrawnPictures.image(64, 48, seed);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(red ? Color.RED : Color.BLUE);
        graphics.fillOval(4 + seed % 16, seed % 10, 36, 36);
        graphics.dispose();
        return image;
    }

    /** Runs studies with this seed. */
    public StudyResults run(long seed, String... studies) {
        List<Study> read = List.of(studies).stream()
                .map(text -> Study.parse("a.yaml", text))
                .toList();
        return new StudyRunner(read, seed, ProgressFactory.SILENT).run(data, backbone, cache);
    }
}
