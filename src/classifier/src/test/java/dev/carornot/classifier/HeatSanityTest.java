package dev.carornot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.classifier.explanation.ActivationMap;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.Shared;
import dev.carornot.classifier.network.FeatureMaps;
import dev.carornot.classifier.network.HeadGradient;
import dev.carornot.classifier.program.ClassifierProgram;
import dev.carornot.classifier.program.Precision;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.tensor.Tensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Whether heat maps show what the model goes by (Adebayo et al., 2018, arXiv:1810.03292, ask such questions): with the starter,
 * or with {@code -Dcarornot.heat.model=FOLDER} with another model.
 */
class HeatSanityTest {
    private static final Path MODEL =
            Path.of(System.getProperty("carornot.heat.model", "../function/src/main/resources/starter"));

    private static final int DRAWN = 10;
    private static final int HEADS = 20;

    /** Of a map's rank correlation with that of a random head, on average over heads and pictures. */
    private static final double MOST_ALIKE = 0.3;

    private static final int CARS = 60;
    private static final long SEED = 1;
    private static final double LEAST_ON_THE_CARS_SIDE = 0.9;

    /** Of a composite, in pixels. */
    private static final int SIDE = 256;

    private static final Set<String> CARS_FROM =
            Set.of("stanford_cars", "car_parts_seg", "indian_market_cars", "electric_car_bus");

    /** Buildings, streets, forests and sea without cars. */
    private static final Set<String> BACKGROUNDS_FROM = Set.of("intel_scenes");

    @Test
    void aHeadOfRandomWeightsHasAnotherMap() throws IOException {
        Artifact artifact = Artifact.open(new FolderFiles(MODEL));
        int side = artifact.source().side();
        HeadGradient trained = HeadGradient.of(
                artifact.manifest().network(), artifact.weights().tensors());
        List<Double> correlations = new ArrayList<>();
        try (ClassifierProgram program = Programs.open(artifact.source(), Precision.FP32, 1)) {
            for (int picture = 0; picture < DRAWN; picture++) {
                FeatureMaps maps =
                        program.explain(DrawnPictures.rgb(side, side, picture)).maps();
                double[] map = ActivationMap.of(maps, trained).contributions();
                for (int seed = 0; seed < HEADS; seed++) {
                    HeadGradient random = HeadGradient.of(
                            artifact.manifest().network(),
                            withRandomHead(artifact.weights().tensors(), seed));
                    correlations.add(
                            rankCorrelation(map, ActivationMap.of(maps, random).contributions()));
                }
                assertThat(rankCorrelation(map, map)).isEqualTo(1);
            }
        }
        double mean = correlations.stream().mapToDouble(it -> it).average().orElseThrow();
        double magnitude =
                correlations.stream().mapToDouble(Math::abs).average().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%d drawn pictures, %d random heads: rank correlation %.3f on average, its magnitude %.3f%n",
                DRAWN,
                HEADS,
                mean,
                magnitude);
        assertThat(Math.abs(mean)).isLessThan(MOST_ALIKE);
    }

    /** Normally distributed weights, as widely spread as the trained ones of their layer. */
    private static Map<String, Tensor> withRandomHead(Map<String, Tensor> tensors, long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
        changed.replaceAll((name, tensor) -> {
            if (!name.startsWith("head.") || !name.endsWith(".weight")) {
                return tensor;
            }
            float[] values = tensor.toFloats();
            double squares = 0;
            for (float value : values) {
                squares += value * value;
            }
            float spread = (float) Math.sqrt(squares / values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = spread * (float) random.nextGaussian();
            }
            return Tensor.of(values, new Shape(tensor.shape().getShape()));
        });
        return changed;
    }

    @Test
    void theMapLeansToTheSideThatTheCarIsOn() throws IOException {
        List<Path> cars = photographs("car", CARS_FROM);
        List<Path> backgrounds = photographs("not_car", BACKGROUNDS_FROM);
        SplittableRandom random = new SplittableRandom(SEED);
        int leaning = 0;
        int taken = 0;
        try (Classifier classifier = Classifier.open(Artifact.open(new FolderFiles(MODEL)))) {
            for (int i = 0; i < CARS; i++) {
                BufferedImage car = read(cars.get(random.nextInt(cars.size())));
                BufferedImage background = read(backgrounds.get(random.nextInt(backgrounds.size())));
                // Both sides of the same background, so that what it shows itself counts for neither.
                for (int direction : new int[] {-1, 1}) {
                    byte[] photograph = DrawnPictures.write(composite(car, background, direction), "png");
                    Explanation.Explained explained = (Explanation.Explained) classifier.explain(photograph);
                    leaning += lean(explained.heat().map()) * direction > 0 ? 1 : 0;
                    taken += explained.verdict() instanceof Verdict.Positive ? 1 : 0;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "seed %d: the map leans to the car on %d of %d composites (%d of them taken for cars)%n",
                SEED,
                leaning,
                2 * CARS,
                taken);
        assertThat((double) leaning / (2 * CARS)).isGreaterThanOrEqualTo(LEAST_ON_THE_CARS_SIDE);
    }

    private static List<Path> photographs(String label, Set<String> sources) throws IOException {
        Path manifest = Shared.require("data/manifest.csv");
        return Files.readAllLines(manifest).stream()
                .map(line -> line.split(",", -1))
                .filter(row -> row[1].equals(label) && row[2].equals("test") && sources.contains(row[3]))
                .map(row -> manifest.resolveSibling(row[0]))
                .toList();
    }

    private static BufferedImage read(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }

    /** A square of background, its left (-1) or right (1) half covered by as much of the car's photograph as fits. */
    private static BufferedImage composite(BufferedImage car, BufferedImage background, int direction) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        cover(image, background);
        cover(image.getSubimage(direction < 0 ? 0 : SIDE / 2, 0, SIDE / 2, SIDE), car);
        return image;
    }

    /** The aspect ratio is kept; what is too wide or too high is cut off on both sides. */
    private static void cover(BufferedImage area, BufferedImage photograph) {
        double scale = Math.max(
                (double) area.getWidth() / photograph.getWidth(), (double) area.getHeight() / photograph.getHeight());
        int width = (int) Math.ceil(scale * photograph.getWidth());
        int height = (int) Math.ceil(scale * photograph.getHeight());
        Graphics2D graphics = area.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(
                photograph, (area.getWidth() - width) / 2, (area.getHeight() - height) / 2, width, height, null);
        graphics.dispose();
    }

    /** What the right half contributes more than the left one. */
    private static double lean(ActivationMap map) {
        double lean = 0;
        for (int i = 0; i < map.contributions().length; i++) {
            lean += Math.signum(2 * (i % map.columns()) + 1 - map.columns()) * map.contributions()[i];
        }
        return lean;
    }

    /** Spearman's. */
    private static double rankCorrelation(double[] one, double[] other) {
        int[] ranks = ranks(one);
        int[] otherRanks = ranks(other);
        double squares = 0;
        for (int i = 0; i < one.length; i++) {
            squares += Math.pow(ranks[i] - otherRanks[i], 2);
        }
        double count = one.length;
        return 1 - 6 * squares / (count * (count * count - 1));
    }

    private static int[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (i, j) -> Double.compare(values[i], values[j]));
        int[] ranks = new int[values.length];
        for (int rank = 0; rank < order.length; rank++) {
            ranks[order[rank]] = rank;
        }
        return ranks;
    }
}
