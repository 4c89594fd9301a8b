package dev.carornot.function.outcome;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.answer.Answers;
import dev.carornot.function.metric.Metrics;
import dev.carornot.function.model.ServedModel;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.request.RequestId;
import dev.carornot.function.s3event.S3Record;
import dev.carornot.function.storage.ObjectStorage;
import dev.carornot.function.storage.RemainingTime;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Records the outcomes of many uploads at once: while one is waiting for S3, others are classified. Thread-safe. */
@Singleton
public final class Uploads {
    private static final Logger LOG = Logger.getLogger(Uploads.class);

    /** With less than this left nothing is begun: a photograph and its calls to S3 take about a tenth of it. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    /** One waits for S3 while another is classified. */
    private static final int PER_PREDICTOR = 2;

    private final Metrics metrics;
    private final UploadRecorder recorder;
    private final ExecutorService workers;

    Uploads(
            ObjectStorage storage,
            Answers answers,
            ServedModel model,
            CarOrNotConfig config,
            Capacity capacity,
            Metrics metrics,
            ObjectMapper json) {
        this.metrics = metrics;
        this.recorder = new UploadRecorder(storage, answers, model, UploadSettings.of(config), metrics, json);
        // Not more than there are places before the predictors: nobody is turned away because of us.
        int threads = Math.min(
                PER_PREDICTOR * capacity.predictors(), Math.addExact(capacity.predictors(), capacity.waiting()));
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "uploads");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Records outcomes; those under one key one after the other, as they stand in the list. Whatever breaks, there is an end
     * to each, and a line in the log.
     *
     * @return how each ended, in the list's order
     */
    public List<Recording> record(List<S3Record.Upload> uploads, RemainingTime time) {
        Map<List<String>, CompletableFuture<?>> last = new LinkedHashMap<>();
        List<CompletableFuture<Recording>> recordings = new ArrayList<>();
        for (S3Record.Upload upload : uploads) {
            List<String> key = List.of(upload.bucket(), upload.key());
            CompletableFuture<?> before = last.getOrDefault(key, CompletableFuture.completedFuture(null));
            Supplier<Recording> work = RequestId.carry(() -> record(upload, time));
            CompletableFuture<Recording> recording = before.thenApplyAsync(ended -> work.get(), workers);
            last.put(key, recording);
            recordings.add(recording);
        }
        return recordings.stream().map(CompletableFuture::join).toList();
    }

    private Recording record(S3Record.Upload upload, RemainingTime time) {
        Recording recording;
        try {
            recording = time.isShorterThan(LEAST)
                    ? new Recording.Failed("The time of this invocation is over.", false)
                    : recorder.record(upload, time);
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "s3://%s/%s could not be looked at", upload.bucket(), upload.key());
            recording = new Recording.Failed("Something failed here, not in the upload; the log says more.", false);
        }
        metrics.recorded(recording.ending());
        if (recording instanceof Recording.Failed) {
            LOG.warnf("s3://%s/%s: failed: %s", upload.bucket(), upload.key(), recording.text());
        } else {
            LOG.infof("s3://%s/%s: %s", upload.bucket(), upload.key(), recording.text());
        }
        return recording;
    }

    @PreDestroy
    void close() {
        workers.shutdown();
    }
}
