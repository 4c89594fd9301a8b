package dev.carornot.training.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.image.Picture;
import dev.carornot.classifier.image.Resampler;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.progress.ProgressFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintTest {
    @TempDir
    private Path folder;

    private Photograph photograph(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        return new Photograph(file, name, true, "train", "", "", Sha256.of(content));
    }

    private static PerceptualHash hash(int width, int height, int seed) {
        return PerceptualHash.of(new Picture(width, height, DrawnPictures.rgb(width, height, seed)));
    }

    @Test
    void aBitIsSetWhereTheRightNeighbourIsBrighter() {
        byte[] rising = new byte[3 * 17 * 16];
        for (int i = 0; i < rising.length; i++) {
            rising[i] = (byte) (i / 3 % 17);
        }
        assertThat(PerceptualHash.of(new Picture(17, 16, rising))).isEqualTo(new PerceptualHash(-1, -1, -1, -1));
        byte[] first = new byte[rising.length];
        first[5] = 1;
        assertThat(PerceptualHash.of(new Picture(17, 16, first))).isEqualTo(new PerceptualHash(1L << 63, 0, 0, 0));
    }

    @Test
    void theDistanceCountsDifferingBits() {
        assertThat(new PerceptualHash(0, 0, 0, 0).distance(new PerceptualHash(-1, -1, -1, -1)))
                .isEqualTo(PerceptualHash.BITS);
        assertThat(new PerceptualHash(1, 2, 4, 8).distance(new PerceptualHash(3, 2, 0, 8)))
                .isEqualTo(2);
    }

    @Test
    void sizeAndEncodingHardlyChangeTheHash() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            Picture whole = new Picture(200, 150, DrawnPictures.rgb(200, 150, seed));
            Picture half = new Picture(100, 75, new Resampler().resample(whole, 0, 0, 200, 150, 100, 75));
            assertThat(PerceptualHash.of(whole).distance(PerceptualHash.of(half)))
                    .isLessThanOrEqualTo(NearDuplicates.MAX_DISTANCE / 2);
            BufferedImage image = DrawnPictures.image(200, 150, seed);
            Fingerprints read = new FingerprintReader(ProgressFactory.SILENT)
                    .read(List.of(
                            photograph("a.png", DrawnPictures.write(image, "png")),
                            photograph("a.jpg", DrawnPictures.write(image, "jpeg"))));
            assertThat(read.hashes().get(0).distance(read.hashes().get(1)))
                    .isLessThanOrEqualTo(NearDuplicates.MAX_DISTANCE);
        }
    }

    @Test
    void otherPicturesAreFarAway() {
        List<PerceptualHash> hashes = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            hashes.add(hash(120, 90, seed));
        }
        assertThat(NearDuplicates.within(hashes, NearDuplicates.MAX_DISTANCE)).isEmpty();
    }

    @Test
    void pairsComeNearestFirst() {
        List<PerceptualHash> hashes = List.of(
                new PerceptualHash(0, 0, 0, 0),
                new PerceptualHash(7, 0, 0, 0),
                new PerceptualHash(1, 0, 0, 0),
                new PerceptualHash(-1, 0, 0, 0));
        assertThat(NearDuplicates.within(hashes, 3))
                .containsExactly(
                        new NearDuplicates.Pair(0, 2, 1),
                        new NearDuplicates.Pair(1, 2, 2),
                        new NearDuplicates.Pair(0, 1, 3));
    }

    @Test
    void whatCannotBeDecodedIsListedWithTheReasonOfServing() throws IOException {
        Photograph text = photograph("b.jpg", new byte[] {1, 2, 3});
        Photograph picture = photograph("a.png", DrawnPictures.png(20, 20, 1));
        Files.delete(photograph("c.png", DrawnPictures.png(20, 20, 2)).file());
        Photograph missing = new Photograph(folder.resolve("c.png"), "c.png", true, "train", "", "", "0".repeat(64));
        Fingerprints read = new FingerprintReader(ProgressFactory.SILENT).read(List.of(text, picture, missing));
        assertThat(read.photographs()).containsExactly(picture);
        assertThat(read.unreadable())
                .extracting(Fingerprints.Unreadable::photograph)
                .containsExactly(text, missing);
        assertThat(read.unreadable()).allSatisfy(u -> assertThat(u.reason()).endsWith("."));
    }

    @Test
    void groupsJoinWhatIsJoinedToTheirMembers() {
        Groups groups = new Groups(6);
        groups.join(4, 1);
        groups.join(4, 5);
        groups.joinEqual(List.of("a", "b", "a", "c", "d", "e"));
        assertThat(groups.members()).containsExactly(List.of(0, 2), List.of(1, 4, 5), List.of(3));
        assertThat(groups.root(5)).isEqualTo(1);
    }
}
