package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactLocation;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.fixture.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The model that ships inside the application. */
class StarterModelTest {
    private static final String LOCATION = "classpath:starter";
    private static final long LARGEST_WEIGHTS = 8_000_000;

    /** Every so many of the test photographs: enough to notice a model or a decoder gone wrong, in seconds. */
    private static final int EVERY = 8;

    @Test
    void itIsSmallAndTellsHowGoodItIs() throws IOException {
        Manifest manifest = ArtifactLocation.open(LOCATION).manifest();
        assertThat(manifest.name()).isEqualTo("starter");
        assertThat(manifest.precision()).isEqualTo("fp16");
        assertThat(manifest.files())
                .singleElement()
                .satisfies(file -> assertThat(file.path()).isEqualTo(Artifact.WEIGHTS))
                .satisfies(file -> assertThat(file.length()).isLessThanOrEqualTo(LARGEST_WEIGHTS));
        for (String split : List.of("validation", "test", "real_world")) {
            assertThat(manifest.evaluation().at("/" + split + "/accuracy").asDouble())
                    .as(split)
                    .isBetween(0.7, 1.0);
        }
    }

    @Test
    void onRealPhotographsItIsAsGoodAsItsManifestSays() throws IOException {
        Path data = Shared.require("data");
        Artifact artifact = ArtifactLocation.open(LOCATION);
        List<String> lines;
        try (var all = Files.lines(data.resolve("manifest.csv"))) {
            lines = all.filter(line -> line.split(",", -1)[2].equals("test")).toList();
        }
        int asked = 0;
        int right = 0;
        try (Classifier classifier = Classifier.open(artifact)) {
            for (int i = 0; i < lines.size(); i += EVERY) {
                String[] cells = lines.get(i).split(",", -1);
                Verdict verdict = classifier.classify(Files.readAllBytes(data.resolve(cells[0])));
                boolean car = ((Verdict.Classified) verdict).probability() >= 0.5;
                right += car == cells[1].equals("car") ? 1 : 0;
                asked++;
            }
        }
        double stated = artifact.manifest().evaluation().at("/test/accuracy").asDouble();
        // Three standard deviations of a share over so many photographs.
        double tolerance = 3 * Math.sqrt(stated * (1 - stated) / asked);
        assertThat((double) right / asked).isGreaterThan(stated - tolerance);
    }
}
