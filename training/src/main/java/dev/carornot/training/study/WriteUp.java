package dev.carornot.training.study;

import dev.carornot.training.experiment.Study;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The write-up's own experiments, which come with the program. Stateless and thread-safe. */
public final class WriteUp {
    /** Under {@code training/experiments/write-up}. */
    private static final List<String> FILES = List.of("seed-1.yaml", "seed-2.yaml", "seed-3.yaml");

    private WriteUp() {}

    /** All of them, in order. */
    public static List<Study> studies() {
        return FILES.stream().map(file -> Study.parse(file, text(file))).toList();
    }

    private static String text(String file) {
        try (InputStream in = WriteUp.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
