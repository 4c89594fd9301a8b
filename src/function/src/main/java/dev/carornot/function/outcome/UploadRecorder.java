package dev.carornot.function.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.answer.Answer;
import dev.carornot.function.answer.Answers;
import dev.carornot.function.answer.Reply;
import dev.carornot.function.metric.Metrics;
import dev.carornot.function.model.ServedModel;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.s3event.S3Record;
import dev.carornot.function.storage.ObjectHead;
import dev.carornot.function.storage.ObjectId;
import dev.carornot.function.storage.ObjectStorage;
import dev.carornot.function.storage.RemainingTime;
import dev.carornot.function.storage.StorageException;
import dev.carornot.function.storage.StorageException.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Brings an object to its outcome. Events only say that there is something to do; what is done depends on what is found, so
 * that an event may come twice, late, or at the same time as another, and the outcome is the same. Thread-safe.
 */
final class UploadRecorder {
    /** Between two of them somebody else wrote, or uploaded again. */
    private static final int ATTEMPTS = 5;

    /** What an upload is sent as; which format it has is seen from its bytes, as over HTTP. */
    private static final String ANY = "application/octet-stream";

    private final ObjectStorage storage;
    private final Answers answers;
    private final ServedModel model;
    private final UploadSettings settings;
    private final Metrics metrics;
    private final ObjectMapper json;

    UploadRecorder(
            ObjectStorage storage,
            Answers answers,
            ServedModel model,
            UploadSettings settings,
            Metrics metrics,
            ObjectMapper json) {
        this.storage = storage;
        this.answers = answers;
        this.model = model;
        this.settings = settings;
        this.metrics = metrics;
        this.json = json;
    }

    /** Looks at an upload and records its outcome, unless it stands already. */
    Recording record(S3Record.Upload upload, RemainingTime time) {
        if (settings.triggersItself(upload.bucket())) {
            return new Recording.Failed(settings.loop(upload.bucket()), true);
        }
        if (!upload.key().startsWith(settings.prefix())) {
            return new Recording.Ignored("ignored: its key does not begin with '" + settings.prefix() + "'");
        }
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                Optional<Recording> recording = attempt(upload, time);
                if (recording.isPresent()) {
                    return recording.get();
                }
            }
            return new Recording.Failed("It changes faster than its outcome can be recorded.", false);
        } catch (StorageException e) {
            return switch (e.kind()) {
                case GONE, ARCHIVED -> new Recording.Ignored("ignored: " + e.getMessage());
                case DENIED -> new Recording.Failed(e.getMessage(), true);
                case CHANGED, UNAVAILABLE -> new Recording.Failed(e.getMessage(), false);
            };
        }
    }

    /** Empty when something changed underneath. */
    private Optional<Recording> attempt(S3Record.Upload upload, RemainingTime time) throws StorageException {
        try {
            ObjectHead head = storage.head(new ObjectId(upload.bucket(), upload.key(), upload.version()), time);
            Recording recording = record(upload, head, time);
            if (recording instanceof Recording.Recorded
                    && !head.pinned()
                    && !storage.head(head.id(), time).eTag().equals(head.eTag())) {
                // Somebody uploaded again in between: the tags may have gone to contents that nobody looked at.
                return Optional.empty();
            }
            return Optional.of(recording);
        } catch (StorageException e) {
            if (e.kind() == Kind.CHANGED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Recording record(S3Record.Upload upload, ObjectHead head, RemainingTime time) throws StorageException {
        Optional<StoredDocument> document = document(upload, time);
        Map<String, String> tags = settings.tags() ? storage.tags(head.id(), time) : Map.of();
        boolean later = document.filter(stored -> stored.outcome(head).isEmpty())
                .filter(stored -> stored.isLaterThan(upload.sequencer(), head))
                .isPresent();
        if (later && !(settings.tags() && head.pinned())) {
            return new Recording.Ignored("ignored: a later upload under this key has its outcome");
        }
        // A document that is a later version's stays; the tags are each version's own.
        boolean documents = settings.results().isPresent() && !later;
        Optional<Outcome> standing = (documents
                        ? document.flatMap(stored -> stored.outcome(head))
                        : OutcomeTags.read(tags, head.eTag()))
                .filter(outcome -> stands(outcome, upload));
        if (standing.isPresent()) {
            return tag(head, tags, standing.get(), false, time);
        }
        Judgement judgement = judge(upload, head, time);
        if (judgement instanceof Judgement.None none) {
            return none.failure();
        }
        Judgement.Passed passed = (Judgement.Passed) judgement;
        if (documents) {
            write(passed, upload, head, document.map(StoredDocument::eTag), time);
        }
        return tag(head, tags, passed.outcome(), documents, time);
    }

    /** The last step: whoever finds tags finds the document too. */
    private Recording tag(
            ObjectHead head, Map<String, String> tags, Outcome outcome, boolean written, RemainingTime time)
            throws StorageException {
        if (settings.tags()) {
            Optional<Map<String, String>> merged = OutcomeTags.merge(tags, outcome, head.eTag());
            if (merged.isEmpty()) {
                return new Recording.Failed(
                        head.id() + " has ten tags of others, and no object may have more; remove one, or set"
                                + " carornot.upload.write to json.",
                        true);
            }
            if (!merged.get().equals(tags)) {
                storage.tag(head.id(), merged.get(), time);
                return new Recording.Recorded(outcome, head.eTag());
            }
        }
        return written ? new Recording.Recorded(outcome, head.eTag()) : new Recording.Standing(outcome, head.eTag());
    }

    /** Of an outcome by another model nothing is left when somebody asks again. */
    private boolean stands(Outcome outcome, S3Record.Upload upload) {
        return !upload.again() || outcome.model().equals(modelNow());
    }

    private String modelNow() {
        return model.description()
                .map(description -> Outcome.model(description.name(), description.version()))
                .orElse("");
    }

    private Optional<StoredDocument> document(S3Record.Upload upload, RemainingTime time) throws StorageException {
        if (settings.results().isEmpty()) {
            return Optional.empty();
        }
        return storage.document(
                        settings.results().get().bucket(), settings.documentKey(upload.bucket(), upload.key()), time)
                .map(document -> StoredDocument.read(document, json));
    }

    private Judgement judge(S3Record.Upload upload, ObjectHead head, RemainingTime time) throws StorageException {
        // The event speaks of these contents only if they have not been replaced since.
        long size = head.eTag().equals(upload.eTag()) ? Math.max(head.size(), upload.size()) : head.size();
        if (size == 0) {
            return refused(Problem.of(Reason.EMPTY_BODY, "The object is empty."));
        }
        if (size > settings.most()) {
            return refused(Problem.of(
                    Reason.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "The object has %,d bytes, more than the limit of %,d.",
                            size,
                            settings.most())));
        }
        Reply reply = answers.to(ANY, storage.read(head, settings.most(), time));
        if (reply.body() instanceof Answer answer) {
            String name = Outcome.model(answer.model().name(), answer.model().version());
            return new Judgement.Passed(new Outcome(answer.verdict(), answer.probability(), null, name), answer, null);
        }
        Problem problem = (Problem) reply.body();
        if (problem.status() >= Reason.INTERNAL.status()) {
            metrics.refused(problem.reason());
            return new Judgement.None(new Recording.Failed(problem.detail(), false));
        }
        return refused(problem);
    }

    private Judgement refused(Problem problem) {
        metrics.refused(problem.reason());
        return new Judgement.Passed(
                new Outcome(Outcome.REFUSED, null, problem.reason().code(), modelNow()), null, problem);
    }

    private void write(
            Judgement.Passed judgement,
            S3Record.Upload upload,
            ObjectHead head,
            Optional<String> replaced,
            RemainingTime time)
            throws StorageException {
        ObjectId id = head.id();
        OutcomeDocument document = new OutcomeDocument(
                OutcomeDocument.SCHEMA,
                judgement.outcome().verdict(),
                judgement.outcome().model(),
                new OutcomeDocument.Upload(
                        id.bucket(),
                        id.key(),
                        id.version(),
                        head.size(),
                        head.eTag(),
                        head.lastModified().toString(),
                        upload.sequencer() == null ? null : upload.sequencer().digits()),
                judgement.answer(),
                judgement.problem());
        try {
            storage.write(
                    settings.results().orElseThrow().bucket(),
                    settings.documentKey(id.bucket(), id.key()),
                    replaced,
                    json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document),
                    time);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private sealed interface Judgement {
        /** An outcome, and the answer or the problem document behind it. */
        record Passed(Outcome outcome, Answer answer, Problem problem) implements Judgement {}

        record None(Recording failure) implements Judgement {}
    }
}
