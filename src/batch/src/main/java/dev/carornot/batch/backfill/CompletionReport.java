package dev.carornot.batch.backfill;

import dev.carornot.batch.failure.UserException;
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
    /** The reason where the function served another model than the one whose verdicts are asked for. */
    private static final String OTHER_MODEL = "OTHER_MODEL";

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** As the upload function puts it: {@code car (0.93) by team/3 of etag:0f1e}, with a remark where it stood there already. */
    private static final Pattern CLASSIFIED = Pattern.compile("(\\S+) \\(([-+.0-9E]+)\\)");

    private static final Pattern REFUSED = Pattern.compile("refused: (\\w+)");
    /** What follows either; a function of an earlier release does not say whose verdict it is, and of what. */
    private static final Pattern MESSAGE = Pattern.compile(
            "(.+?)(?: by (\\S.*?))?(?: of (" + S3Objects.ETAG + "\\S+?))?(?:, as was recorded before)?");

    private CompletionReport() {}

    /**
     * What was read.
     *
     * @param results rows that are final now
     * @param failed rows without a verdict by this model
     * @param otherModel of these, how many another model spoke of
     */
    public record Taken(long results, long failed, long otherModel) {}

    /**
     * Reads the files of a report into a table; reading one twice adds nothing.
     *
     * @param report the job's folder in the bucket
     * @param model the model whose verdicts are taken
     * @throws dev.carornot.classifier.artifact.ArtifactException when a file cannot be read
     * @throws UserException when there is no report
     */
    public static Taken read(S3Location report, ModelIdentity model, ResultTable table, S3Objects s3)
            throws IOException {
        List<String> keys = new ArrayList<>();
        S3Location folder = report.folder();
        s3.list(folder.bucket(), folder.key(), object -> {
            if (object.key().endsWith(FILE)) {
                keys.add(object.key());
            }
        });
        if (keys.isEmpty()) {
            throw new UserException("There is no completion report under '" + report
                    + "'; S3 writes it when the job ends: name the job's folder, s3://<bucket>/<prefix>/job-<id>.");
        }
        long results = 0;
        long failed = 0;
        long other = 0;
        for (String key : keys) {
            S3Objects.Reading reading = s3.read(folder.bucket(), key, "", MOST_BYTES);
            if (reading instanceof S3Objects.Reading.Content content) {
                String name = key.substring(folder.key().length()).replaceAll("[^A-Za-z0-9]", "-");
                for (ResultRow row : table.commit(
                        ResultTable.part(model, "backfill", name),
                        rows(new String(content.bytes(), StandardCharsets.UTF_8), model))) {
                    if (row.verdict().equals(ResultRow.FAILED)) {
                        failed++;
                        other += OTHER_MODEL.equals(row.reason()) ? 1 : 0;
                    } else {
                        results++;
                    }
                }
            }
        }
        return new Taken(results, failed, other);
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
        String message = values.get(6);
        String version = values.get(2);
        if (values.get(3).toLowerCase(Locale.ROOT).equals(SUCCEEDED)) {
            Matcher said = MESSAGE.matcher(message);
            if (said.matches()) {
                if (version.isEmpty() && said.group(3) != null) {
                    // As a listing states it, so that scoring later knows the row for its own.
                    version = said.group(3);
                }
                Matcher classified = CLASSIFIED.matcher(said.group(1));
                Matcher refused = REFUSED.matcher(said.group(1));
                boolean verdict = classified.matches() || refused.matches();
                if (verdict && said.group(2) != null && !said.group(2).equals(model.name() + "/" + model.version())) {
                    return new ResultRow(path, version, ResultRow.FAILED, null, OTHER_MODEL, message, model, null);
                }
                if (classified.matches()) {
                    double probability = Double.parseDouble(classified.group(2));
                    return new ResultRow(path, version, classified.group(1), probability, null, null, model, null);
                }
                if (refused.matches()) {
                    String reason = refused.group(1).toUpperCase(Locale.ROOT);
                    return new ResultRow(path, version, ResultRow.REFUSED, null, reason, message, model, null);
                }
            }
        }
        // Ignored, or failed: there is no verdict.
        String reason = values.get(4).isEmpty() ? "IGNORED" : values.get(4);
        return new ResultRow(path, version, ResultRow.FAILED, null, reason, message, model, null);
    }
}
