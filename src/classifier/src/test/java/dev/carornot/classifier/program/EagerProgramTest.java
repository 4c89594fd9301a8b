package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.ResidentMemory;
import dev.carornot.classifier.fixture.TinyModel;
import dev.carornot.classifier.network.Normalization;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EagerProgramTest {
    private static final int SIDE = TinyModel.SIDE;
    private static final int LENGTH = 3 * SIDE * SIDE;

    @Test
    void aBatchGivesWhatItsPicturesGiveOneByOne() throws Exception {
        try (Program program = classifier(1)) {
            byte[] two = Arrays.copyOf(picture(1), 2 * LENGTH);
            System.arraycopy(picture(2), 0, two, LENGTH, LENGTH);
            float[][] together = program.run(two, 2);
            assertThat(together[0][0])
                    .isCloseTo(program.run(picture(1), 1)[0][0], within(1e-5f))
                    .isNotEqualTo(together[1][0]);
            assertThat(together[1][0]).isCloseTo(program.run(picture(2), 1)[0][0], within(1e-5f));
        }
    }

    @Test
    void withoutAHeadTheFeaturesComeOut() throws Exception {
        Map<String, Tensor> backbone = new LinkedHashMap<>(TinyModel.weights());
        backbone.keySet().removeIf(name -> name.startsWith("head."));
        try (Program program =
                EagerProgram.features(TinyModel.NETWORK.backbone(), Normalization.IMAGENET, SIDE, map(backbone), 1)) {
            float[][] features = program.run(picture(1), 1);
            assertThat(features).hasDimensions(1, TinyModel.NETWORK.backbone().features());
        }
    }

    @Test
    void manyThreadsGetTheAnswersThatOneGets() throws Exception {
        try (Program program = classifier(2)) {
            float[] expected = new float[8];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = program.run(picture(i), 1)[0][0];
            }
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try {
                List<Future<Float>> answers = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    byte[] picture = picture(i % expected.length);
                    answers.add(pool.submit(() -> program.run(picture, 1)[0][0]));
                }
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(answers.get(i).get()).isEqualTo(expected[i % expected.length]);
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Test
    void memoryStaysFlatOverManyRuns() throws Exception {
        long allowed = 32L << 20;
        try (Program program = classifier(1)) {
            byte[] batch = new byte[8 * LENGTH];
            for (int i = 0; i < 200; i++) {
                program.run(batch, 8);
            }
            long before = ResidentMemory.bytes();
            // One batch's maps are 1.5 MB: were they kept, this would take 1.5 GB.
            for (int i = 0; i < 1000; i++) {
                program.run(batch, 8);
            }
            assertThat(ResidentMemory.bytes() - before).isLessThan(allowed);
        }
    }

    @Test
    void closingTwiceIsNothingAndRunningAfterwardsIsRefused() throws Exception {
        Program program = classifier(2);
        program.close();
        program.close();
        assertThatThrownBy(() -> program.run(picture(1), 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void pixelsOfAnotherLengthAreRefused() throws Exception {
        try (Program program = classifier(1)) {
            assertThatThrownBy(() -> program.run(new byte[LENGTH - 1], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 pictures of side 32 are not 3071 bytes");
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByName() {
        Map<String, Tensor> weights = new LinkedHashMap<>(TinyModel.weights());
        weights.put("layer1.0.conv2.weight", Tensor.of(new float[9], new Shape(1, 1, 3, 3)));
        assertThatThrownBy(
                        () -> EagerProgram.classifier(TinyModel.NETWORK, Normalization.IMAGENET, SIDE, map(weights), 1))
                .isInstanceOf(TensorFileException.class)
                .hasMessageContaining("layer1.0.conv2.weight");
    }

    private static Program classifier(int predictors) throws TensorFileException {
        return EagerProgram.classifier(
                TinyModel.NETWORK, Normalization.IMAGENET, SIDE, map(TinyModel.weights()), predictors);
    }

    private static TensorMap map(Map<String, Tensor> tensors) {
        return new TensorMap("tiny", tensors, Map.of());
    }

    private static byte[] picture(long seed) {
        return DrawnPictures.rgb(SIDE, SIDE, seed);
    }
}
