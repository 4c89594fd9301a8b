package dev.carornot.training.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.output.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** An audit's report as files, each written beside its place and then moved there. Stateless and thread-safe. */
public final class AuditFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private AuditFiles() {}

    /**
     * Writes {@code report.json}, with every component of the record by its name, and {@code report.html}, a page for people
     * that needs no other file: it has small copies of the photographs that it speaks of.
     *
     * @param folder made where it is missing; reports in it are replaced
     */
    public static void write(AuditReport report, Dataset dataset, Path folder) {
        try {
            String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
            TextFiles.write(folder.resolve("report.json"), json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report is plain data.", e);
        }
        TextFiles.write(folder.resolve("report.html"), new AuditPage(report, new Thumbnails(dataset)).html());
    }

    /**
     * The suspects of a {@code report.json}, with the probability of the class that each one's label says, the surest first.
     *
     * @param dataset that was audited
     * @throws UserException when there is no such report, it is of another data set, or labels were not doubted
     */
    public static Map<Photograph, Double> suspects(Path file, Dataset dataset) {
        JsonNode report;
        try {
            report = JSON.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UserException("There is no report '" + file + "' of a check.", e);
        } catch (JsonProcessingException e) {
            throw new UserException("'" + file + "' is no report.json of 'car-or-not dataset check'.", e);
        } catch (IOException e) {
            throw new UserException("'" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
        if (!report.path("dataDigest").isTextual()) {
            throw new UserException("'" + file + "' is no report.json of 'car-or-not dataset check'.");
        }
        if (!report.path("dataDigest").asText().equals(dataset.digest())) {
            throw new UserException(
                    "'" + file + "' reports on other photographs, labels or splits; check this data set anew.");
        }
        if (!report.at("/suspects/suspects").isArray()) {
            throw new UserException("'" + file + "' doubts no labels; check the data set with a --backbone.");
        }
        Map<String, Photograph> byPath = new HashMap<>();
        dataset.photographs().forEach(photograph -> byPath.put(photograph.path(), photograph));
        Map<Photograph, Double> suspects = new LinkedHashMap<>();
        for (JsonNode suspect : report.at("/suspects/suspects")) {
            Photograph photograph = byPath.get(suspect.at("/place/path").asText());
            if (photograph != null) {
                suspects.put(photograph, suspect.path("probability").asDouble());
            }
        }
        return suspects;
    }
}
