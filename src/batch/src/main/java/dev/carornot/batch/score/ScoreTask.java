package dev.carornot.batch.score;

import dev.carornot.batch.executor.ExecutorResources;
import dev.carornot.batch.executor.ModelReference;
import dev.carornot.batch.executor.ProcessMemory;
import dev.carornot.batch.photograph.Photograph;
import dev.carornot.batch.photograph.PhotographReader;
import dev.carornot.batch.photograph.ReadAhead;
import dev.carornot.batch.photograph.Reading;
import dev.carornot.batch.plan.Part;
import dev.carornot.batch.plan.Plan;
import dev.carornot.batch.result.ResultRow;
import dev.carornot.batch.result.ResultTable;
import dev.carornot.batch.storage.Folder;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.batch.storage.StorageSettings;
import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.image.ImageLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;

/** Classifies the photographs of a part, one after the other. Travels to executors. */
final class ScoreTask implements Function<Part, PartReport> {
    private static final long serialVersionUID = 1L;

    /** A disk answers at once. */
    private static final int FILES_AHEAD = 2;
    /** S3 takes some tens of milliseconds before the first byte, about as long as a photograph does here. */
    private static final int OBJECTS_AHEAD = 6;

    private final Plan plan;
    private final ModelReference model;
    private final String out;
    private final String run;
    private final StorageSettings settings;
    private final Counters counters;

    ScoreTask(Plan plan, ModelReference model, String out, String run, StorageSettings settings, Counters counters) {
        this.plan = plan.withoutParts();
        this.model = model;
        this.out = out;
        this.run = run;
        this.settings = settings;
        this.counters = counters;
    }

    @Override
    public PartReport call(Part part) throws IOException {
        long start = System.nanoTime();
        Storage storage = ExecutorResources.shared().storage(settings);
        ResultTable table = new ResultTable(Folder.of(out, storage));
        String name = ResultTable.part(model.identity(), run, part.name());
        // An attempt may have ended its work, and its executor before the driver heard of it.
        Optional<List<ResultRow>> before = table.committed(name);
        List<ResultRow> rows = before.isPresent() ? before.get() : table.commit(name, classify(part, storage));
        count(rows);
        return PartReport.of(
                rows,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                SparkEnv.get().executorId(),
                ProcessMemory.peakBytes());
    }

    private List<ResultRow> classify(Part part, Storage storage) throws IOException {
        Classifier classifier = ExecutorResources.shared().classifier(model, settings);
        List<Photograph> photographs = plan.photographs(part, settings);
        boolean objects = photographs.stream().anyMatch(photograph -> S3Location.matches(photograph.path()));
        List<ResultRow> rows = new ArrayList<>(photographs.size());
        try (ReadAhead reads = new ReadAhead(
                new PhotographReader(storage, ImageLimits.DEFAULT),
                photographs,
                objects ? OBJECTS_AHEAD : FILES_AHEAD)) {
            while (reads.hasNext()) {
                TaskContext.get().killTaskIfInterrupted();
                long asked = System.nanoTime();
                ReadAhead.Read read = reads.next();
                long came = System.nanoTime();
                rows.add(row(read, classifier));
                counters.waitingMillis().add(TimeUnit.NANOSECONDS.toMillis(came - asked));
                counters.classifyingMillis().add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - came));
            }
        }
        return rows;
    }

    private ResultRow row(ReadAhead.Read read, Classifier classifier) {
        Photograph photograph = read.photograph();
        if (read.reading() instanceof Reading.Failed failed) {
            return not(photograph, ResultRow.FAILED, failed.reason().name(), failed.message(), null);
        }
        if (read.reading() instanceof Reading.Refused refused) {
            return not(
                    photograph,
                    ResultRow.REFUSED,
                    refused.refusal().reason().name(),
                    refused.refusal().message(),
                    null);
        }
        byte[] bytes = ((Reading.Content) read.reading()).bytes();
        counters.bytes().add(bytes.length);
        try {
            return row(photograph, classifier.classify(bytes));
        } catch (RuntimeException e) {
            // Never because of the photograph, as far as anybody knows: it may be another's turn to find out.
            return not(photograph, ResultRow.FAILED, ResultRow.ENGINE, "The engine failed: " + e.getMessage(), null);
        }
    }

    private ResultRow row(Photograph photograph, Verdict verdict) {
        double millis = verdict.timings().total();
        if (verdict instanceof Verdict.Refused refused) {
            return not(
                    photograph,
                    ResultRow.REFUSED,
                    refused.refusal().reason().name(),
                    refused.refusal().message(),
                    millis);
        }
        Verdict.Classified classified = (Verdict.Classified) verdict;
        return new ResultRow(
                photograph.path(),
                photograph.version(),
                classified.label(),
                classified.probability(),
                null,
                null,
                model.identity(),
                millis);
    }

    private ResultRow not(Photograph photograph, String verdict, String reason, String message, Double millis) {
        return new ResultRow(
                photograph.path(), photograph.version(), verdict, null, reason, message, model.identity(), millis);
    }

    private void count(List<ResultRow> rows) {
        for (ResultRow row : rows) {
            switch (row.verdict()) {
                case ResultRow.REFUSED -> counters.refused().add(1);
                case ResultRow.FAILED -> counters.failed().add(1);
                default -> counters.classified().add(1);
            }
        }
    }
}
