package dev.carornot.training.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Struct;

final class ImporterTest {
    private static final Labels LABELS = new Labels("not_car", "car");
    private static final DatasetReader READER = new DatasetReader(LABELS, RandomSplit.DEFAULT, ProgressFactory.SILENT);

    @TempDir
    private Path folder;

    private static List<ManifestEntry> write(Importer source, Path out) {
        return new ManifestImport(LABELS, READER, Optional.empty()).write(source, out);
    }

    private List<ManifestEntry> writeWith(Path overrides, Importer source, Path out) {
        return new ManifestImport(LABELS, READER, Optional.of(overrides)).write(source, out);
    }

    private void refuses(ThrowingCallable call, Path out, String... parts) {
        assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessageContainingAll(parts);
        assertThat(out).doesNotExist();
        try (Stream<Path> left = Files.list(out.toAbsolutePath().getParent())) {
            assertThat(left.filter(p -> p.getFileName().toString().endsWith(".part")))
                    .isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path classes(String... classes) throws IOException {
        Path root = folder.resolve("caltech");
        int seed = 0;
        for (String name : classes) {
            Path place = Files.createDirectories(root.resolve(name));
            for (int i = 1; i <= 4; i++) {
                Files.write(
                        place.resolve(name.substring(0, 3) + "_000" + i + ".jpg"), DrawnPictures.jpeg(30, 20, seed++));
            }
        }
        return root;
    }

    private Caltech caltech(Path root, Set<String> positive, Set<String> exclude) {
        return new Caltech(root, positive, exclude, "caltech256");
    }

    @Test
    void stanfordCarsKeepsItsOfficialSplitAndItsBoxes() throws IOException {
        Path root = StanfordTree.make(folder);
        StanfordTree.writeNames(root.resolve("devkit/cars_meta.mat"), "Acura RL Sedan 2012", "BMW X3 SUV 2012");
        Path out = root.resolve("manifest.csv");
        List<ManifestEntry> entries = write(new StanfordCars(root), out);
        assertThat(entries)
                .extracting(
                        e -> e.photograph().path(),
                        e -> e.photograph().split(),
                        e -> e.photograph().positive(),
                        e -> e.others().get("bbox"),
                        e -> e.others().get("source_class"))
                .containsExactly(
                        tuple("cars_train/00001.jpg", "train", true, "1 2 30 29", "Acura RL Sedan 2012"),
                        tuple("cars_train/00002.jpg", "train", true, "2 2 31 29", "BMW X3 SUV 2012"),
                        tuple("cars_train/00003.jpg", "train", true, "3 2 32 29", "Acura RL Sedan 2012"),
                        tuple("cars_test/00001.jpg", "test", true, "1 2 30 29", "Acura RL Sedan 2012"),
                        tuple("cars_test/00002.jpg", "test", true, "2 2 31 29", "BMW X3 SUV 2012"));
        assertThat(Files.readAllLines(out))
                .hasSize(6)
                .startsWith("path,label,split,source,bbox,source_class,note,sha256")
                .last()
                .isEqualTo("cars_train/00003.jpg,car,train,stanford_cars,3 2 32 29,Acura RL Sedan 2012,,"
                        + Sha256.of(root.resolve("cars_train/00003.jpg")));
    }

    @Test
    void whatIsWrittenIsReadAgainAsItIs() throws IOException {
        Path root = StanfordTree.make(folder);
        Path out = folder.resolve("manifest.csv");
        List<ManifestEntry> entries = write(new StanfordCars(root), out);
        Dataset read = READER.read(out);
        assertThat(read.photographs())
                .containsExactlyInAnyOrderElementsOf(
                        entries.stream().map(ManifestEntry::photograph).toList());
        assertThat(entries).extracting(e -> e.others().get("source_class")).contains("class 1", "class 2");
    }

    @Test
    void aMissingAnnotationFileSaysWhereItBelongs() throws IOException {
        Path root = StanfordTree.make(folder);
        Files.delete(root.resolve("cars_test_annos_withlabels.mat"));
        Path out = root.resolve("m.csv");
        refuses(
                () -> write(new StanfordCars(root), out),
                out,
                "lacks 'cars_test_annos_withlabels.mat'",
                root.resolve("devkit").toString());
        refuses(() -> write(new StanfordCars(root.resolve("nowhere")), out), out, "no folder", "nowhere");
    }

    @Test
    void annotationsWithoutLabelsAreRefusedWithTheFileToTake() throws IOException {
        Path root = StanfordTree.make(folder);
        StanfordTree.write(root.resolve("cars_test_annos_withlabels.mat"), StanfordTree.annotations(2, false));
        Path out = root.resolve("m.csv");
        refuses(() -> write(new StanfordCars(root), out), out, "lacks the field class", "file with labels");
    }

    @Test
    void annotationsOfAnotherFormAreRefused() throws IOException {
        Path root = StanfordTree.make(folder);
        Path file = root.resolve("cars_test_annos_withlabels.mat");
        Path out = root.resolve("m.csv");
        Files.writeString(file, "no MATLAB");
        refuses(() -> write(new StanfordCars(root), out), out, "is not a MATLAB file", file.toString());
        Mat5.writeToFile(Mat5.newMatFile().addArray("other", Mat5.newScalar(1)), file.toFile());
        refuses(() -> write(new StanfordCars(root), out), out, "has no struct array 'annotations'");
        Struct numbers = StanfordTree.annotations(2, true);
        numbers.set("fname", 1, Mat5.newScalar(7));
        StanfordTree.write(file, numbers);
        refuses(() -> write(new StanfordCars(root), out), out, "Annotation 2", "text for fname");
        Struct escaping = StanfordTree.annotations(2, true);
        escaping.set("fname", 0, Mat5.newString("../devkit/x.jpg"));
        StanfordTree.write(file, escaping);
        refuses(() -> write(new StanfordCars(root), out), out, "Annotation 1", "../devkit/x.jpg");
    }

    @Test
    void aMissingPictureIsNamed() throws IOException {
        Path root = StanfordTree.make(folder);
        Files.delete(root.resolve("cars_test/00002.jpg"));
        Path out = root.resolve("m.csv");
        refuses(() -> write(new StanfordCars(root), out), out, "not complete", "cars_test/00002.jpg", "missing");
    }

    @Test
    void caltechSortsClassesIntoTheTwo() throws IOException {
        Path root = classes("001.ak47", "252.car-side-101", "257.clutter");
        Files.createDirectories(root.resolve(".hidden"));
        Path out = folder.resolve("manifest.csv");
        List<ManifestEntry> entries = write(caltech(root, Set.of("252.car-side-101"), Set.of("257.clutter")), out);
        assertThat(entries)
                .hasSize(8)
                .allSatisfy(e -> assertThat(e.photograph().positive())
                        .isEqualTo(e.others().get("source_class").equals("252.car-side-101")))
                .allSatisfy(e -> assertThat(e.photograph().source()).isEqualTo("caltech256"));
        assertThat(entries).extracting(e -> e.photograph().path()).contains("caltech/001.ak47/001_0001.jpg");
        assertThat(READER.read(out).photographs())
                .extracting(Photograph::split)
                .containsOnly("train", "validation", "test");
    }

    @Test
    void aClassThatIsNotThereIsNamedWithExamples() throws IOException {
        Path root = classes("001.ak47", "252.car-side-101");
        Path out = folder.resolve("m.csv");
        refuses(
                () -> write(caltech(root, Set.of("252.car"), Set.of()), out),
                out,
                "--positive names the class '252.car'",
                "it has 2, such as 001.ak47, 252.car-side-101");
        refuses(() -> write(caltech(root, Set.of("001.ak47"), Set.of("x")), out), out, "--exclude names the class 'x'");
        refuses(
                () -> write(caltech(root, Set.of("001.ak47"), Set.of("001.ak47")), out),
                out,
                "both in --positive and in --exclude");
    }

    @Test
    void aSourceOfOneClassIsRefused() throws IOException {
        Path root = classes("001.ak47", "252.car-side-101");
        Path out = folder.resolve("m.csv");
        refuses(
                () -> write(caltech(root, Set.of("001.ak47"), Set.of("252.car-side-101")), out),
                out,
                "no photograph labelled 'not_car'");
        Files.createDirectories(root.resolve("300.empty"));
        refuses(() -> write(caltech(root, Set.of("001.ak47"), Set.of()), out), out, "300.empty", "is empty");
    }

    @Test
    void aManifestOutsideItsPhotographsSaysWhereToPutIt() throws IOException {
        Path root = StanfordTree.make(folder.resolve("data/cars"));
        Path out = Files.createDirectories(folder.resolve("elsewhere")).resolve("m.csv");
        refuses(
                () -> write(new StanfordCars(root), out),
                out,
                "cannot list",
                "write it to '" + folder.toAbsolutePath().resolve("m.csv") + "'");
    }

    @Test
    void aManifestThatIsThereIsNotOverwritten() throws IOException {
        Path root = StanfordTree.make(folder);
        Path out = Files.writeString(root.resolve("m.csv"), "mine");
        assertThatThrownBy(() -> write(new StanfordCars(root), out))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("exists already");
        assertThat(out).hasContent("mine");
    }

    @Test
    void manifestsAreJoinedWithEverythingThatTheySay() throws IOException {
        Path cars = StanfordTree.make(folder.resolve("cars"));
        write(new StanfordCars(cars), cars.resolve("manifest.csv"));
        Path others = classes("001.ak47", "252.car-side-101");
        write(caltech(others, Set.of("252.car-side-101"), Set.of()), folder.resolve("caltech.csv"));
        Path out = folder.resolve("all.csv");
        List<ManifestEntry> all =
                write(new Manifests(List.of(cars.resolve("manifest.csv"), folder.resolve("caltech.csv")), READER), out);
        assertThat(all).hasSize(13);
        assertThat(all)
                .filteredOn(e -> e.photograph().path().equals("cars/cars_test/00001.jpg"))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.photograph().split()).isEqualTo("test");
                    assertThat(e.others()).isEqualTo(Map.of("bbox", "1 2 30 29", "source_class", "class 1"));
                });
        Path twice = folder.resolve("twice.csv");
        refuses(
                () -> write(new Manifests(List.of(out, folder.resolve("caltech.csv")), READER), twice),
                twice,
                "is listed twice");
        Path damaged = cars.resolve("cars_test/00001.jpg");
        Files.write(damaged, new byte[] {1, 2, 3});
        refuses(() -> write(new Manifests(List.of(out), READER), twice), twice, "SHA-256 differs");
        refuses(() -> write(new Manifests(List.of(folder.resolve("no.csv")), READER), twice), twice, "no manifest");
    }

    @Test
    void foldersBecomeAManifestWithASource() throws IOException {
        for (String name : List.of("car", "not_car")) {
            Files.createDirectories(folder.resolve("mine/" + name));
            Files.write(folder.resolve("mine/" + name + "/a.png"), DrawnPictures.png(9, 8, name.length()));
        }
        Path out = folder.resolve("mine/manifest.csv");
        assertThat(write(new Folders(folder.resolve("mine"), READER, "mine"), out))
                .extracting(ManifestEntry::photograph)
                .extracting(Photograph::path, Photograph::positive, Photograph::source)
                .containsExactly(tuple("not_car/a.png", false, "mine"), tuple("car/a.png", true, "mine"));
    }

    @Test
    void overridesWinAndAreRecorded() throws IOException {
        Path root = StanfordTree.make(folder);
        Path overrides = Files.writeString(
                folder.resolve("mended.csv"), "path,label\ncars_train/00002.jpg,not_car\ncars_test/00001.jpg,car\n");
        Path out = folder.resolve("m.csv");
        List<ManifestEntry> entries = writeWith(overrides, new StanfordCars(root), out);
        assertThat(entries)
                .extracting(ManifestEntry::photograph)
                .filteredOn(p -> !p.note().isEmpty())
                .extracting(Photograph::path, Photograph::positive, Photograph::note)
                .containsExactly(
                        tuple("cars_train/00002.jpg", false, "label by mended.csv, was car"),
                        tuple("cars_test/00001.jpg", true, "label by mended.csv, was car"));
        assertThat(READER.read(out).photographs())
                .filteredOn(p -> !p.positive())
                .hasSize(1);
    }

    @Test
    void overridesThatCannotBeAppliedAreRefused() throws IOException {
        Path root = StanfordTree.make(folder);
        Path overrides = folder.resolve("mended.csv");
        Path out = folder.resolve("m.csv");
        Map<String, String> wrong = Map.of(
                "path;label\n", "first line",
                "path,label\na.jpg,car\n", "'a.jpg', which the new manifest does not list",
                "path,label\ncars_train/00002.jpg,bus\n", "the label 'bus', which is neither",
                "path,label\ncars_train/00002.jpg,car\ncars_train/00002.jpg,car\n", "again",
                "path,label\ncars_train/00002.jpg\n", "does not have two columns");
        for (Map.Entry<String, String> entry : wrong.entrySet()) {
            Files.writeString(overrides, entry.getKey());
            refuses(() -> writeWith(overrides, new StanfordCars(root), out), out, entry.getValue());
        }
    }
}
