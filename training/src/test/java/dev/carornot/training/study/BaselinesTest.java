package dev.carornot.training.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Metrics;
import dev.carornot.training.features.Features;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.study.StudyResults.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaselinesTest {
    @TempDir
    private Path folder;

    private final List<Photograph> photographs = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();

    /** @param large whether its picture is, which file properties tell; its feature is the other way round in test */
    private void add(String split, boolean positive, boolean large, float feature) throws IOException {
        int number = photographs.size();
        byte[] picture = large ? DrawnPictures.png(40, 30, number) : DrawnPictures.png(20, 20, number);
        Path file = Files.write(folder.resolve(number + ".png"), picture);
        photographs.add(new Photograph(
                file, number + ".png", positive, split, "", "", String.format(Locale.ROOT, "%064x", number)));
        vectors.add(new float[] {feature, 1});
    }

    @Test
    void eachGuessesByWhatItKnows() throws IOException {
        for (int i = 0; i < 30; i++) {
            add("train", true, true, 1 + i / 30f);
            if (i < 20) {
                add("train", false, false, -1 - i / 30f);
            }
        }
        // Of five in test, sizes tell four and features three.
        add("test", true, true, 1);
        add("test", true, true, -1);
        add("test", false, false, -1);
        add("test", false, false, 1);
        add("test", false, true, -1);
        Dataset dataset = new Dataset(new Labels("blue", "red"), photographs);
        SplitFeatures features = SplitFeatures.of(dataset, new Features(photographs, vectors, List.of()));
        List<Baseline> baselines = Baselines.of(dataset, features, ProgressFactory.SILENT);
        assertThat(baselines)
                .extracting(Baseline::name)
                .containsExactly("larger class always", "file properties alone", "logistic regression");

        List<SplitFigures> majority = baselines.get(0).splits();
        assertThat(majority).extracting(SplitFigures::errors).containsExactly(20, 3);
        // Always 0.6 for the positive class.
        assertThat(majority.get(1).loss()).isCloseTo(-(2 * Math.log(0.6) + 3 * Math.log(0.4)) / 5, within(1e-12));
        assertThat(majority.get(1).errorInterval()).isEqualTo(Metrics.wilson(3, 5));

        List<SplitFigures> properties = baselines.get(1).splits();
        assertThat(properties).extracting(SplitFigures::split).containsExactly("test");
        assertThat(properties.get(0).errors()).isEqualTo(1);
        assertThat(properties.get(0).loss()).isNull();

        List<SplitFigures> regression = baselines.get(2).splits();
        assertThat(regression).extracting(SplitFigures::errors).containsExactly(0, 2);
    }
}
