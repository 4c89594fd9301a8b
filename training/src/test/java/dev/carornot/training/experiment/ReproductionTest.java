package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactWriter;
import dev.carornot.classifier.artifact.FolderFiles;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path backbone;

    @BeforeEach
    void train() throws IOException {
        data = folder.resolve("data");
        DrawnData.draw(data);
        backbone = folder.resolve("backbone.safetensors");
        DrawnData.writeBackbone(backbone, 8);
        Path configuration = folder.resolve("first.yaml");
        Files.writeString(configuration, DrawnData.STAGES + "seed: 11\ndecision: {calibrate: true, coverage: 0.9}\n");
        Experiment.run(
                new TrainRequest(
                        configuration, data, backbone, folder.resolve("first"), folder.resolve("cache"), false),
                ProgressFactory.SILENT);
    }

    @Test
    void aModelIsTrainedAgainFromWhatItSaysBitForBit() throws IOException {
        Reproduction reproduction = reproduce(backbone);

        assertThat(reproduction.exact()).isTrue();
        assertThat(reproduction.tensors()).isGreaterThan(20);
        assertThat(reproduction.largest()).isZero();
        assertThat(reproduction.environment()).isEmpty();
        assertThat(open("again").manifest().decision())
                .isEqualTo(open("first").manifest().decision());
    }

    @Test
    void weightsThatDifferAreNamedWithTheirLargestDifference() throws IOException {
        Path other = folder.resolve("other.yaml");
        Files.writeString(other, DrawnData.STAGES + "seed: 12\n");
        Experiment.run(
                new TrainRequest(other, data, backbone, folder.resolve("other"), folder.resolve("cache"), false),
                ProgressFactory.SILENT);
        // What another seed came to, under what the first says of itself.
        Artifact first = open("first");
        Path forged = folder.resolve("forged");
        ArtifactWriter.write(forged, first.manifest(), open("other").weights().tensors(), Map.of());

        Reproduction reproduction = Reproduction.of(open("forged"), request(backbone), ProgressFactory.SILENT);

        assertThat(reproduction.exact()).isFalse();
        assertThat(reproduction.different()).contains("head.output.weight").doesNotContain("conv1.weight");
        assertThat(reproduction.largest()).isPositive().isLessThan(10);
    }

    @Test
    void otherPhotographsOrAnotherBackboneAreRefusedBeforeAnythingIsTrained() throws IOException {
        Path another = folder.resolve("another.safetensors");
        DrawnData.writeBackbone(another, 4);
        assertThatThrownBy(() -> reproduce(another))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("another.safetensors' is not the backbone that the model was trained from");
        Files.delete(data.resolve("red/0.jpg"));
        assertThatThrownBy(() -> reproduce(backbone))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not the photographs that the model was trained on");
        assertThat(folder.resolve("again")).doesNotExist();
    }

    private Reproduction reproduce(Path weights) throws IOException {
        return Reproduction.of(open("first"), request(weights), ProgressFactory.SILENT);
    }

    private TrainRequest request(Path weights) {
        return new TrainRequest(null, data, weights, folder.resolve("again"), folder.resolve("cache"), true);
    }

    private Artifact open(String name) throws IOException {
        return Artifact.open(new FolderFiles(folder.resolve(name)));
    }
}
