package dev.carornot.function.answer;

import dev.carornot.classifier.Verdict;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.function.model.ModelUnavailableException;
import dev.carornot.function.model.ServedModel;
import dev.carornot.function.problem.Failures;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.upload.Photograph;
import dev.carornot.function.upload.Upload;
import jakarta.inject.Singleton;
import java.util.List;

/** Answers requests, whichever door they came through. Thread-safe. */
@Singleton
public final class Answers {
    private final ServedModel model;

    Answers(ServedModel model) {
        this.model = model;
    }

    /**
     * The answer to one request: a single photograph is answered with an {@link Answer} or a {@link Problem}, several with
     * {@link Results}. Whatever the body holds and whatever breaks, there is a reply.
     *
     * @param contentType the request's content type with its parameters, or null
     * @param body the request's body, all of it
     */
    public Reply to(String contentType, byte[] body) {
        try {
            Upload upload = Upload.read(contentType, body);
            if (upload instanceof Upload.Unusable unusable) {
                return Reply.of(Problem.of(unusable.reason(), unusable.detail()));
            }
            return classify(((Upload.Photographs) upload).photographs());
        } catch (ModelUnavailableException e) {
            return Reply.of(Problem.of(Reason.UNAVAILABLE, e.getMessage()));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // A picture too many or a native library gone wrong must not cost the asker an answer.
            return Reply.of(Failures.log(e));
        }
    }

    private Reply classify(List<Photograph> photographs) {
        List<Result> results = photographs.stream().map(this::classify).toList();
        if (results.size() > 1) {
            return Reply.of(new Results(results));
        }
        Result only = results.get(0);
        return only.problem() == null ? Reply.of(only.answer()) : Reply.of(only.problem());
    }

    private Result classify(Photograph photograph) {
        Verdict verdict = model.classify(photograph.bytes());
        if (verdict instanceof Verdict.Refused refused) {
            return new Result(photograph.name(), null, problem(refused.refusal()));
        }
        return new Result(photograph.name(), Answer.of((Verdict.Classified) verdict), null);
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
