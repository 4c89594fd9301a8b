package dev.carornot.training.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.classifier.program.Program;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a network that adds up pixels, and photographs that are one number: timing and order are what is tested. */
final class FeatureExtractorTest {
    private static final InputSize SIZE = new InputSize(1, 1);
    private static final int BATCH = 4;
    private static final String BROKEN = "broken";

    @TempDir
    private Path folder;

    private final AtomicInteger decoded = new AtomicInteger();
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();

    private Photograph photograph(String path, String content) {
        try {
            Path file = Files.writeString(folder.resolve(path), content);
            String sha256 = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
            return new Photograph(file, path, true, "train", "", "", sha256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Photograph> photographs(int count) {
        List<Photograph> photographs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            photographs.add(photograph(i + ".jpg", Integer.toString(i)));
        }
        return photographs;
    }

    private Fitting decode(byte[] bytes, InputSize size) {
        assertThat(size).isEqualTo(SIZE);
        decoded.incrementAndGet();
        pause();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith(BROKEN)) {
            return new Fitting.Refused(new Refusal(Refusal.Reason.DAMAGED, "It is damaged."));
        }
        int value = Integer.parseInt(text);
        byte[] rgb = {(byte) value, (byte) (value >> 8), 1};
        return new Fitting.Fitted(rgb, 1, 1, 0, 0);
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Features: the photograph's number, and the pixels of the whole batch, which betrays how batches were made up. */
    private final class AddingProgram implements Program {
        @Override
        public float[][] run(byte[] pixels, int count) {
            batchSizes.add(count);
            pause();
            float[][] features = new float[count][2];
            float sum = 0;
            for (int i = 0; i < count; i++) {
                features[i][0] = (pixels[3 * i] & 0xff) + 256 * (pixels[3 * i + 1] & 0xff);
                sum += features[i][0];
            }
            for (float[] vector : features) {
                vector[1] = sum;
            }
            return features;
        }

        @Override
        public String precision() {
            return "fp32";
        }

        @Override
        public void close() {}
    }

    private Features extract(List<Photograph> photographs, String cacheName, int threads) {
        FeatureExtractor extractor = new FeatureExtractor(
                new AddingProgram(), SIZE, this::decode, new FeatureExtractor.Options(BATCH, threads, threads));
        try (FeatureCache cache = FeatureCache.open(folder.resolve(cacheName), FeatureCacheTest.KEY, 2)) {
            return extractor.extract(photographs, cache, ProgressFactory.SILENT);
        }
    }

    @Test
    void eachPhotographHasItsOwnFeaturesInTheOrderOfTheList() {
        List<Photograph> photographs = photographs(23);
        Features features = extract(photographs, "cache", 3);
        assertThat(features.photographs()).isEqualTo(photographs);
        assertThat(features.unreadable()).isEmpty();
        for (int i = 0; i < 23; i++) {
            assertThat(features.vectors().get(i)[0]).isEqualTo(i);
        }
    }

    @Test
    void batchesFollowTheListHoweverManyThreadsThereAre() {
        List<Photograph> photographs = photographs(41);
        List<float[]> alone = extract(photographs, "one", 1).vectors();
        for (int run = 0; run < 3; run++) {
            List<float[]> together = extract(photographs, "many" + run, 5).vectors();
            assertThat(together.stream().map(Arrays::toString).toList())
                    .isEqualTo(alone.stream().map(Arrays::toString).toList());
        }
    }

    @Test
    void everyBatchIsFull() {
        extract(photographs(10), "cache", 2);
        assertThat(batchSizes).containsExactly(BATCH, BATCH, BATCH);
    }

    @Test
    void whatTheCacheHasIsNotComputedAgain() {
        List<Photograph> photographs = photographs(12);
        extract(photographs.subList(0, 8), "cache", 2);
        decoded.set(0);
        Features features = extract(photographs, "cache", 2);
        assertThat(decoded).hasValue(4);
        assertThat(features.vectors()).hasSize(12);
        decoded.set(0);
        extract(photographs, "cache", 2);
        assertThat(decoded).hasValue(0);
    }

    @Test
    void copiesAreComputedOnce() {
        List<Photograph> photographs = List.of(photograph("a.jpg", "7"), photograph("b.jpg", "7"));
        Features features = extract(photographs, "cache", 2);
        assertThat(decoded).hasValue(1);
        assertThat(features.photographs()).isEqualTo(photographs);
        assertThat(features.vectors().get(1)).isEqualTo(features.vectors().get(0));
    }

    @Test
    void theOddUnreadablePhotographIsListedAndSkipped() {
        List<Photograph> photographs = photographs(200);
        photographs.add(3, photograph("bad.jpg", BROKEN));
        photographs.add(90, photograph("copy of bad.jpg", BROKEN));
        Features features = extract(photographs, "cache", 2);
        assertThat(features.photographs()).hasSize(200).noneMatch(p -> p.path().contains("bad"));
        assertThat(features.vectors()).hasSize(200);
        assertThat(features.vectors().get(199)[0]).isEqualTo(199);
        assertThat(features.unreadable())
                .extracting(unreadable -> unreadable.photograph().path(), Features.Unreadable::reason)
                .containsExactly(tuple("bad.jpg", "It is damaged."), tuple("copy of bad.jpg", "It is damaged."));
    }

    @Test
    void moreThanOnePercentUnreadableStopsTheRun() {
        List<Photograph> photographs = photographs(197);
        photographs.add(photograph("bad1.jpg", BROKEN + 1));
        photographs.add(photograph("bad2.jpg", BROKEN + 2));
        assertThatThrownBy(() -> extract(photographs, "cache", 2))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("2 of 199", "1 %", "'bad2.jpg'", "It is damaged.");
        decoded.set(0);
        extract(photographs.subList(0, 196), "cache", 2);
        assertThat(decoded)
                .as("what was computed before the run stopped is kept")
                .hasValueLessThan(BATCH * 2 + 1);
    }

    @Test
    void aFileThatChangedMeanwhileIsUnreadable() throws IOException {
        List<Photograph> photographs = photographs(100);
        Files.writeString(folder.resolve("5.jpg"), "6000");
        assertThat(extract(photographs, "cache", 2).unreadable())
                .singleElement()
                .satisfies(unreadable -> assertThat(unreadable.reason()).contains("changed"));
    }

    @Test
    void aFailingNetworkStopsTheRunWithItsOwnFailure() {
        Program failing = new Program() {
            @Override
            public float[][] run(byte[] pixels, int count) {
                throw new IllegalStateException("The program is closed.");
            }

            @Override
            public String precision() {
                return "fp32";
            }

            @Override
            public void close() {}
        };
        FeatureExtractor extractor =
                new FeatureExtractor(failing, SIZE, this::decode, FeatureExtractor.Options.DEFAULT);
        try (FeatureCache cache = FeatureCache.open(folder.resolve("cache"), FeatureCacheTest.KEY, 2)) {
            assertThatThrownBy(() -> extractor.extract(photographs(20), cache, ProgressFactory.SILENT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The program is closed.");
        }
    }
}
