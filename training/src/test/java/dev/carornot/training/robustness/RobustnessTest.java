package dev.carornot.training.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Timings;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Evaluator;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.picture.Pictures;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.robustness.Robustness.Effect;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a classifier that takes what is light above for positive. */
final class RobustnessTest {
    private static final ModelDescription MODEL =
            new ModelDescription("light", "1", "fp32", new Labels("dark_above", "light_above"));

    @TempDir
    private Path folder;

    private final List<Photograph> photographs = new ArrayList<>();
    private final Evaluator evaluator = new Evaluator(MODEL, RobustnessTest::classify, 2);

    @BeforeEach
    void draw() throws IOException {
        for (int i = 0; i < 10; i++) {
            boolean light = i % 2 == 0;
            BufferedImage image = Pictures.blank(60, 40);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(light ? Color.WHITE : new Color(50 + i, 50, 50));
            graphics.fillRect(0, 0, 60, 20);
            graphics.dispose();
            Path file = Files.write(folder.resolve(i + ".png"), DrawnPictures.write(image, "png"));
            photographs.add(new Photograph(file, i + ".png", light, "test", "", "", "0".repeat(64)));
        }
    }

    private static Verdict classify(byte[] file) {
        Timings timings = new Timings(0, 0, 0, 0);
        BufferedImage image = Pictures.decode(file).orElseThrow();
        double light = (image.getRGB(image.getWidth() / 2, image.getHeight() / 4) & 0xff) / 255.0;
        return light >= 0.5
                ? new Verdict.Positive(light, 1, 1, MODEL, timings)
                : new Verdict.Negative(light, 1, 1, MODEL, timings);
    }

    private Robustness look(int most) {
        Predictions clean = evaluator.predict(photographs, ProgressFactory.SILENT);
        return Robustness.of(evaluator, clean, most, ProgressFactory.SILENT);
    }

    private static Effect effect(Robustness robustness, Perturbation perturbation) {
        return robustness.effects().stream()
                .filter(effect -> effect.perturbation() == perturbation)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void darknessCostsThisModelEveryPositive() {
        Robustness robustness = look(100);
        assertThat(robustness.photographs()).isEqualTo(10);
        assertThat(robustness.errors()).isZero();
        Effect dark = effect(robustness, Perturbation.DARK);
        assertThat(dark.classified()).isEqualTo(10);
        assertThat(dark.errors()).isEqualTo(5);
        assertThat(dark.crossings()).isEqualTo(5);
        assertThat(dark.verdictChanges()).isEqualTo(5);
    }

    @Test
    void aTurnThatTheDecoderUndoesCostsNothing() {
        Robustness robustness = look(100);
        for (Perturbation turn : List.of(Perturbation.ROTATED_90, Perturbation.ROTATED_180, Perturbation.ROTATED_270)) {
            assertThat(effect(robustness, turn).verdictChanges()).isZero();
            assertThat(effect(robustness, turn).errors()).isZero();
        }
    }

    @Test
    void aLargeSplitIsSampledTheSameWayEachTime() {
        Robustness robustness = look(4);
        assertThat(robustness.photographs()).isEqualTo(4);
        assertThat(robustness.of()).isEqualTo(10);
        assertThat(robustness.effects()).hasSize(Perturbation.values().length).allMatch(e -> e.classified() == 4);
        assertThat(look(4)).isEqualTo(robustness);
    }
}
