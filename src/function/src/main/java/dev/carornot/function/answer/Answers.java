package dev.carornot.function.answer;

import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.Overlay;
import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.function.metric.Metrics;
import dev.carornot.function.model.AnsweringModel;
import dev.carornot.function.model.ModelUnavailableException;
import dev.carornot.function.model.ServedModels;
import dev.carornot.function.problem.Failures;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.queue.RequestQueue;
import dev.carornot.function.request.RequestId;
import dev.carornot.function.upload.Photograph;
import dev.carornot.function.upload.Upload;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Answers requests, whichever door they came through. Thread-safe. */
@Singleton
public final class Answers {
    /** Longer side of a painted photograph, in pixels: what a screen shows of it. */
    private static final int LONGEST_OVERLAY = 1024;

    private final ServedModels models;
    private final RequestQueue queue;
    private final Metrics metrics;

    public Answers(ServedModels models, RequestQueue queue, Metrics metrics) {
        this.models = models;
        this.queue = queue;
        this.metrics = metrics;
    }

    /**
     * The answer to whoever comes while too many are waiting; empty when there is room. Asked before a body is read, it
     * spares the memory; {@link #to} turns away by itself too.
     */
    public Optional<Problem> turnedAway() {
        return queue.isFull() ? Optional.of(busy()) : Optional.empty();
    }

    private static Problem busy() {
        return Problem.of(Reason.BUSY, "Too many requests are waiting; ask again in a moment.");
    }

    /** As {@link #to(String, byte[], Wanted, String)}, with the verdict of the current model alone. */
    public Reply to(String contentType, byte[] body) {
        return to(contentType, body, Wanted.VERDICT);
    }

    /** As {@link #to(String, byte[], Wanted, String)}, of the current model. */
    public Reply to(String contentType, byte[] body, Wanted wanted) {
        return to(contentType, body, wanted, ServedModels.CURRENT);
    }

    /**
     * The answer to one request: a single photograph is answered with an {@link Answer} or a {@link Problem}, several with
     * {@link Results}. Whatever the body holds and whatever breaks, there is a reply.
     *
     * @param contentType the request's content type with its parameters, or null
     * @param body the request's body, all of it
     * @param wanted what is to be said of each photograph; a picture of one only
     * @param modelId who is asked, of {@link ServedModels}
     */
    public Reply to(String contentType, byte[] body, Wanted wanted, String modelId) {
        try {
            Optional<AnsweringModel> model = models.find(modelId);
            if (model.isEmpty()) {
                return Reply.of(Problem.of(
                        Reason.MALFORMED_REQUEST, "No such model answers here; GET /models lists those that do."));
            }
            Upload upload = Upload.read(contentType, body);
            if (upload instanceof Upload.Unusable unusable) {
                return Reply.of(Problem.of(unusable.reason(), unusable.detail()));
            }
            List<Photograph> photographs = ((Upload.Photographs) upload).photographs();
            if (wanted == Wanted.OVERLAY && photographs.size() > 1) {
                return Reply.of(Problem.of(
                        Reason.NOT_ACCEPTABLE,
                        "A picture shows one photograph; send them one by one, or accept application/json."));
            }
            Optional<RequestQueue.Place> place = queue.enter();
            if (place.isEmpty()) {
                return Reply.of(busy());
            }
            try (RequestQueue.Place taken = place.get()) {
                return wanted == Wanted.OVERLAY
                        ? run(taken, () -> overlay(model.get(), photographs.get(0)))
                        : classify(model.get(), photographs, wanted, taken);
            }
        } catch (RejectedExecutionException e) {
            return Reply.of(Problem.of(Reason.UNAVAILABLE, "The application is shutting down; ask another instance."));
        } catch (ModelUnavailableException e) {
            return Reply.of(Problem.of(Reason.UNAVAILABLE, e.getMessage()));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // A picture too many or a native library gone wrong must not cost the asker an answer.
            return Reply.of(Failures.log(e));
        }
    }

    private Reply overlay(AnsweringModel model, Photograph photograph) {
        Overlay overlay = model.overlay(photograph.bytes(), LONGEST_OVERLAY);
        if (overlay instanceof Overlay.Refused refused) {
            metrics.looked(refused.verdict());
            return Reply.of(problem(refused.verdict().refusal()));
        }
        Overlay.Painted painted = (Overlay.Painted) overlay;
        metrics.looked(painted.explanation().verdict());
        return Reply.ofPng(painted.png());
    }

    private Reply classify(
            AnsweringModel model, List<Photograph> photographs, Wanted wanted, RequestQueue.Place place) {
        List<Result> results = photographs.stream()
                .map(photograph -> run(
                        place,
                        () -> wanted == Wanted.VERDICT ? classify(model, photograph) : explain(model, photograph)))
                .toList();
        if (results.size() > 1) {
            // Of a refusal that is the whole answer, the door knows.
            results.stream()
                    .filter(result -> result.problem() != null)
                    .forEach(result -> metrics.refused(result.problem().reason()));
            return Reply.of(new Results(results));
        }
        Result only = results.get(0);
        return only.problem() == null ? Reply.of(only.answer()) : Reply.of(only.problem());
    }

    private <T> T run(RequestQueue.Place place, Supplier<T> work) {
        long joined = System.nanoTime();
        return place.run(RequestId.carry(() -> {
            metrics.waited(Duration.ofNanos(System.nanoTime() - joined));
            return work.get();
        }));
    }

    private Result classify(AnsweringModel model, Photograph photograph) {
        Verdict verdict = model.classify(photograph.bytes());
        metrics.looked(verdict);
        if (verdict instanceof Verdict.Refused refused) {
            return new Result(photograph.name(), null, problem(refused.refusal()));
        }
        return new Result(photograph.name(), Answer.of((Verdict.Classified) verdict), null);
    }

    private Result explain(AnsweringModel model, Photograph photograph) {
        Explanation explanation = model.explain(photograph.bytes());
        metrics.looked(explanation.verdict());
        if (explanation instanceof Explanation.Refused refused) {
            return new Result(photograph.name(), null, problem(refused.verdict().refusal()));
        }
        return new Result(photograph.name(), Answer.of((Explanation.Explained) explanation), null);
    }

    private static Problem problem(Refusal refusal) {
        Reason reason = switch (refusal.reason()) {
            case NOT_AN_IMAGE -> Reason.NOT_AN_IMAGE;
            case UNSUPPORTED -> Reason.UNSUPPORTED;
            case TOO_LARGE -> Reason.TOO_LARGE;
            case TOO_MANY_PIXELS -> Reason.TOO_MANY_PIXELS;
            case DAMAGED -> Reason.DAMAGED;
        };
        return Problem.of(reason, refusal.message());
    }
}
