package dev.carornot.batch.backfill;

import dev.carornot.batch.result.ModelIdentity;
import dev.carornot.batch.result.ResultRow;
import dev.carornot.batch.result.ResultTable;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.s3.S3Objects;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What S3 Batch Operations says of a job's tasks: files of {@code bucket,key,version,status,error,HTTP status,message}, the message being what
 * the upload function said. Stateless and thread-safe.
 */
public final class CompletionReport {
    private static final int COLUMNS = 7;
    private static final String SUCCEEDED = "succeeded";
    private static final String FILE = ".csv";
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** As the upload function puts it: {@code car (0.93)}, with a remark where it stood there already. */
    private static final Pattern CLASSIFIED = Pattern.compile("(\\S+) \\(([-+.0-9E]+)\\)(?:, as was recorded before)?");

    private static final Pattern REFUSED = Pattern.compile("refused: (\\w+)(?:, as was recorded before)?");

    private CompletionReport() {}

    /**
     * Reads the files of a report into a table; reading one twice adds nothing.
     *
     * @param report the job's folder in the bucket
     * @param model the model that the function served while the job ran
     * @return how many rows there are now of this report, failures included
     * @throws dev.carornot.classifier.artifact.ArtifactException when a file cannot be read
     */
    public static long read(S3Location report, ModelIdentity model, ResultTable table, S3Objects s3)
            throws IOException {
        List<String> keys = new ArrayList<>();
        S3Location folder = report.folder();
        s3.list(folder.bucket(), folder.key(), object -> {
            if (object.key().endsWith(FILE)) {
                keys.add(object.key());
            }
        });
        long rows = 0;
        for (String key : keys) {
            S3Objects.Reading reading = s3.read(folder.bucket(), key, "", MOST_BYTES);
            if (reading instanceof S3Objects.Reading.Content content) {
                String name = key.substring(folder.key().length()).replaceAll("[^A-Za-z0-9]", "-");
                rows += table.commit(
                                ResultTable.part(model, "backfill", name),
                                rows(new String(content.bytes(), StandardCharsets.UTF_8), model))
                        .size();
            }
        }
        return rows;
    }

    static List<ResultRow> rows(String csv, ModelIdentity model) {
        return csv.lines()
                .filter(line -> !line.isBlank())
                .map(CsvLine::parse)
                .filter(values -> values.size() >= COLUMNS)
                .map(values -> row(values, model))
                .toList();
    }

    private static ResultRow row(List<String> values, ModelIdentity model) {
        String path =
                new S3Location(values.get(0), URLDecoder.decode(values.get(1), StandardCharsets.UTF_8)).toString();
        String version = values.get(2);
        String message = values.get(6);
        if (values.get(3).toLowerCase(Locale.ROOT).equals(SUCCEEDED)) {
            Matcher classified = CLASSIFIED.matcher(message);
            if (classified.matches()) {
                double probability = Double.parseDouble(classified.group(2));
                return new ResultRow(path, version, classified.group(1), probability, null, null, model, null);
            }
            Matcher refused = REFUSED.matcher(message);
            if (refused.matches()) {
                String reason = refused.group(1).toUpperCase(Locale.ROOT);
                return new ResultRow(path, version, ResultRow.REFUSED, null, reason, message, model, null);
            }
        }
        // Ignored, or failed: there is no verdict.
        String reason = values.get(4).isEmpty() ? "IGNORED" : values.get(4);
        return new ResultRow(path, version, ResultRow.FAILED, null, reason, message, model, null);
    }
}
