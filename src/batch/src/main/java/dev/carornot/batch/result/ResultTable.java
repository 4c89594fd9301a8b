package dev.carornot.batch.result;

import dev.carornot.batch.storage.Folder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder that results are kept in. {@code results/} holds what is final, a Parquet file for each part of the work, named by
 * model, run and part: whichever of several attempts at a part is first, its file stands, and so each photograph is there once.
 * {@code failures/} holds, in the same form, what could not be read or looked at that time; it does not count as done. Thread-safe.
 */
public final class ResultTable {
    private static final String RESULTS = "results";
    private static final String FAILURES = "failures";

    private final Folder results;
    private final Folder failures;

    /** @param folder need not exist yet */
    public ResultTable(Folder folder) {
        this.results = folder.child(RESULTS);
        this.failures = folder.child(FAILURES);
    }

    /** What a part is called. */
    public static String part(ModelIdentity model, String run, String part) {
        return prefix(model) + run + "-" + part + ".parquet";
    }

    private static String prefix(ModelIdentity model) {
        return "part-" + model.shortDigest() + "-";
    }

    /**
     * Keeps the rows of a part, unless another attempt has.
     *
     * @param rows final ones and failures
     * @return the rows that stand: these, or the other attempt's
     */
    public List<ResultRow> commit(String part, List<ResultRow> rows) throws IOException {
        List<ResultRow> failed = rows.stream()
                .filter(row -> row.verdict().equals(ResultRow.FAILED))
                .toList();
        List<ResultRow> done = rows.stream()
                .filter(row -> !row.verdict().equals(ResultRow.FAILED))
                .toList();
        // Last what says that the part is done, so also where nothing of it could be.
        if (!failed.isEmpty()) {
            failures.create(part, ResultFile.write(failed));
        }
        return results.create(part, ResultFile.write(done))
                ? rows
                : committed(part).orElseThrow();
    }

    /** The rows of a part that an attempt has finished. */
    public Optional<List<ResultRow>> committed(String part) throws IOException {
        if (!results.holds(part)) {
            return Optional.empty();
        }
        List<ResultRow> rows = new ArrayList<>(ResultFile.read(results.read(part)));
        if (failures.holds(part)) {
            rows.addAll(ResultFile.read(failures.read(part)));
        }
        return Optional.of(rows);
    }

    /** The parts that hold results of a model. */
    public List<String> parts(ModelIdentity model) throws IOException {
        return results.names(prefix(model));
    }

    /** The final rows of a part. */
    public List<ResultRow> read(String part) throws IOException {
        return ResultFile.read(results.read(part));
    }

    /** Where the final rows are, for people. */
    public String results() {
        return results.toString();
    }

    /** Where the others are, for people. */
    public String failures() {
        return failures.toString();
    }
}
