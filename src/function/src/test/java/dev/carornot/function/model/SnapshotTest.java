package dev.carornot.function.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.DrawnModelProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

/** The application's own guard around the real engine. */
@QuarkusTest
@TestProfile(DrawnModelProfile.class)
final class SnapshotTest {
    @Inject
    SnapshotGuard guard;

    @Inject
    ServedModel served;

    @Test
    void afterASnapshotAPhotographGetsTheProbabilityThatItGotBefore() throws Exception {
        byte[] photograph = DrawnPictures.jpeg(200, 150, 1);
        Verdict before = served.classify(photograph);
        Resource resource = guard;

        resource.beforeCheckpoint(null);
        resource.afterRestore(null);

        assertThat(probability(served.classify(photograph))).isEqualTo(probability(before));
    }

    private static double probability(Verdict verdict) {
        return ((Verdict.Classified) verdict).probability();
    }
}
