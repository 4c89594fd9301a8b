package dev.carornot.training.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.output.TextFiles;
import java.nio.file.Path;

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
}
