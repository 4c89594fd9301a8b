package dev.carornot.function.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.answer.Answers;
import dev.carornot.function.metric.InvocationMetrics;
import dev.carornot.function.model.BreakableModel;
import dev.carornot.function.model.ServedModel;
import dev.carornot.function.model.ServedModels;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import dev.carornot.function.s3event.S3Record;
import dev.carornot.function.s3event.Sequencer;
import dev.carornot.function.storage.MemoryStorage;
import dev.carornot.function.storage.ObjectHead;
import dev.carornot.function.storage.RemainingTime;
import dev.carornot.function.storage.S3Folder;
import dev.carornot.function.storage.StorageException;
import dev.carornot.function.storage.StorageException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UploadRecorderTest {
    private final InvocationMetrics metrics = new InvocationMetrics();
    private static final byte[] PHOTOGRAPH = {1, 2, 3};
    private static final byte[] ANOTHER = {4, 5, 6, 7};
    private static final int MOST = 100;
    private static final RemainingTime TIME = RemainingTime.of(Duration.ofMinutes(5));

    private final MemoryStorage storage = new MemoryStorage();
    private final BreakableModel engine = new BreakableModel();
    private final RequestQueue queue = new RequestQueue(new Capacity(1, 1, 8));
    private final ServedModel model = engine.served(queue);

    private final UploadRecorder tags = recorder(true, null);
    private final UploadRecorder documents = recorder(false, "s3://results/");
    private final UploadRecorder both = recorder(true, "s3://results/");

    @Test
    void anUploadsOutcomeIsRecordedWithOneLookAtItsBytes() {
        S3Record.Upload upload = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        Recording recording = both.record(upload, TIME);

        assertThat(recording)
                .isEqualTo(new Recording.Recorded(new Outcome("car", 0.75, null, "breakable/1"), upload.eTag()));
        assertThat(recording.text()).isEqualTo("car (0.75) by breakable/1 of etag:" + upload.eTag());
        assertThat(storage.tags("uploads", "a.jpg"))
                .containsEntry("car-or-not", "car")
                .containsEntry("car-or-not-model", "breakable/1");
        assertThat(document("a.jpg").path("answer").path("probability").doubleValue())
                .isEqualTo(0.75);
        assertThat(storage.calls()).containsOnlyOnce("read");
        assertThat(storage.calls().get(0)).isEqualTo("head");
    }

    @Test
    void theSameEventAgainWritesNothing() {
        S3Record.Upload upload = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        for (UploadRecorder recorder : List.of(tags, documents, both)) {
            recorder.record(upload, TIME);
            storage.forgetCalls();

            assertThat(recorder.record(upload, TIME)).isInstanceOf(Recording.Standing.class);

            assertThat(storage.calls()).doesNotContain("read", "tag", "write");
        }
    }

    @Test
    void eventsAtTheSameTimeLeaveOneOutcome() throws Exception {
        S3Record.Upload upload = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Recording>> tasks = Collections.nCopies(40, () -> both.record(upload, TIME));
            for (Future<Recording> recording : threads.invokeAll(tasks)) {
                assertThat(recording.get())
                        .isNotInstanceOf(Recording.Failed.class)
                        .isNotInstanceOf(Recording.Ignored.class);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(document("a.jpg").path("outcome").textValue()).isEqualTo("car");
        assertThat(storage.tags("uploads", "a.jpg")).containsEntry("car-or-not", "car");
    }

    @Test
    void whatBrokeOffBetweenDocumentAndTagsIsBroughtToItsEnd() {
        S3Record.Upload upload = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        storage.before(failing("tag", Kind.UNAVAILABLE));
        assertThat(both.record(upload, TIME)).isEqualTo(new Recording.Failed("No tag.", false));
        storage.before(operation -> {});
        storage.forgetCalls();

        assertThat(both.record(upload, TIME)).isInstanceOf(Recording.Recorded.class);

        assertThat(storage.calls()).contains("tag").doesNotContain("read", "write");
    }

    @Test
    void anUploadOverAnotherIsSeenEvenIfOnlyTheOldEventComes() {
        S3Record.Upload old = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        ObjectHead recent = storage.put("uploads", "a.jpg", null, BreakableModel.REFUSED);

        assertThat(tags.record(old, TIME)).isInstanceOf(Recording.Recorded.class);

        assertThat(storage.tags("uploads", "a.jpg"))
                .containsEntry("car-or-not", "refused")
                .containsEntry("car-or-not-etag", recent.eTag());
        assertThat(tags.record(upload(recent), TIME)).isInstanceOf(Recording.Standing.class);
    }

    @ParameterizedTest
    @CsvSource({"read", "tag", "write"})
    void anUploadInTheMiddleOfAnotherGetsItsOwnOutcome(String moment) {
        S3Record.Upload old = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        AtomicInteger calls = new AtomicInteger();
        storage.before(operation -> {
            if (operation.equals(moment) && calls.getAndIncrement() == 0) {
                storage.put("uploads", "a.jpg", null, BreakableModel.REFUSED);
            }
        });

        both.record(old, TIME);

        assertThat(storage.tags("uploads", "a.jpg"))
                .containsEntry("car-or-not", "refused")
                .doesNotContainKey("car-or-not-probability");
        assertThat(document("a.jpg").path("outcome").textValue()).isEqualTo("refused");
    }

    @Test
    void anObjectThatNeverRestsIsLeftToTheNextEvent() {
        S3Record.Upload upload = upload(storage.put("uploads", "a.jpg", null, PHOTOGRAPH));
        AtomicInteger round = new AtomicInteger();
        storage.before(operation -> {
            if (operation.equals("read")) {
                storage.put("uploads", "a.jpg", null, new byte[] {(byte) round.incrementAndGet()});
            }
        });

        assertThat(both.record(upload, TIME))
                .isInstanceOfSatisfying(
                        Recording.Failed.class,
                        failed -> assertThat(failed.lasting()).isFalse());
    }

    @Test
    void anOlderEventLeavesTheDocumentOfANewerVersion() {
        ObjectHead first = storage.put("uploads", "a.jpg", "v1", PHOTOGRAPH);
        ObjectHead second = storage.put("uploads", "a.jpg", "v2", ANOTHER);
        both.record(upload(second, "0100"), TIME);
        JsonNode document = document("a.jpg");

        assertThat(both.record(upload(first, "00FF"), TIME)).isInstanceOf(Recording.Recorded.class);
        assertThat(documents.record(upload(first, "00FF"), TIME)).isInstanceOf(Recording.Ignored.class);

        assertThat(document("a.jpg")).isEqualTo(document);
        assertThat(document.path("object").path("version").textValue()).isEqualTo("v2");
    }

    @Test
    void aNewerEventReplacesTheDocumentOfAnOlderVersion() {
        ObjectHead first = storage.put("uploads", "a.jpg", "v1", PHOTOGRAPH);
        ObjectHead second = storage.put("uploads", "a.jpg", "v2", ANOTHER);
        documents.record(upload(first, "00FF"), TIME);

        assertThat(documents.record(upload(second, "0100"), TIME)).isInstanceOf(Recording.Recorded.class);

        assertThat(document("a.jpg").path("object").path("version").textValue()).isEqualTo("v2");
    }

    @Test
    void withoutSequencersTheTimeOfTheUploadDecides() {
        ObjectHead first = storage.put("uploads", "a.jpg", "v1", PHOTOGRAPH);
        ObjectHead second = storage.put("uploads", "a.jpg", "v2", ANOTHER);

        documents.record(upload(second, null), TIME);
        assertThat(documents.record(upload(first, null), TIME)).isInstanceOf(Recording.Ignored.class);
        assertThat(documents.record(upload(second, null), TIME)).isInstanceOf(Recording.Standing.class);
    }

    @Test
    void whatIsTooLargeOrEmptyIsRefusedUnread() {
        assertRefused(storage.put("uploads", "large.jpg", null, new byte[MOST + 1]), "too_large");
        assertRefused(storage.put("uploads", "empty.jpg", null, new byte[0]), "empty_body");
        ObjectHead small = storage.put("uploads", "small.jpg", null, PHOTOGRAPH);
        S3Record.Upload saidToBeLarge =
                new S3Record.Upload("uploads", "small.jpg", null, MOST + 1, small.eTag(), null, false);
        tags.record(saidToBeLarge, TIME);
        assertThat(storage.tags("uploads", "small.jpg")).containsEntry("car-or-not-reason", "too_large");
        assertThat(storage.calls()).doesNotContain("read");
    }

    private void assertRefused(ObjectHead head, String reason) {
        assertThat(both.record(upload(head), TIME)).isInstanceOf(Recording.Recorded.class);
        assertThat(storage.tags("uploads", head.id().key()))
                .containsEntry("car-or-not", "refused")
                .containsEntry("car-or-not-reason", reason);
        assertThat(document(head.id().key()).path("problem").path("reason").textValue())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"GONE", "ARCHIVED"})
    void whatIsNotThereIsIgnored(Kind kind) {
        ObjectHead head = storage.put("uploads", "a.jpg", null, PHOTOGRAPH);
        for (String operation : List.of("head", "read", "tags", "tag")) {
            storage.before(failing(operation, kind));

            assertThat(tags.record(upload(head), TIME)).as(operation).isInstanceOf(Recording.Ignored.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"DENIED, true", "UNAVAILABLE, false"})
    void whatS3DoesNotDoFailsAndSaysWhetherForLong(Kind kind, boolean lasting) {
        for (String operation : List.of("head", "read", "tags", "tag", "document", "write")) {
            ObjectHead head = storage.put("uploads", operation + ".jpg", null, PHOTOGRAPH);
            storage.before(failing(operation, kind));

            assertThat(both.record(upload(head), TIME))
                    .as(operation)
                    .isEqualTo(new Recording.Failed("No " + operation + ".", lasting));
        }
    }

    @Test
    void whatBreaksTheEngineFailsAndIsNoOutcome() {
        ObjectHead head = storage.put("uploads", "a.jpg", null, BreakableModel.STRANGE);

        assertThat(both.record(upload(head), TIME)).isInstanceOf(Recording.Failed.class);

        assertThat(storage.tags("uploads", "a.jpg")).isEmpty();
    }

    @Test
    void anObjectWithTenTagsFailsForGood() {
        ObjectHead head = storage.put("uploads", "a.jpg", null, PHOTOGRAPH);
        for (int i = 0; i < 10; i++) {
            storage.tagOfOthers("uploads", "a.jpg", "tag" + i, "");
        }

        assertThat(tags.record(upload(head), TIME))
                .isInstanceOfSatisfying(
                        Recording.Failed.class,
                        failed -> assertThat(failed.lasting()).isTrue());
    }

    @Test
    void batchOperationsReplaceWhatAnotherModelSaid() {
        ObjectHead head = storage.put("uploads", "a.jpg", null, PHOTOGRAPH);
        S3Record.Upload again = new S3Record.Upload("uploads", "a.jpg", null, 0, null, null, true);
        tags.record(upload(head), TIME);
        assertThat(tags.record(again, TIME)).isInstanceOf(Recording.Standing.class);
        storage.tagOfOthers("uploads", "a.jpg", "car-or-not-model", "older/0");

        assertThat(tags.record(upload(head), TIME)).as("a notification").isInstanceOf(Recording.Standing.class);
        assertThat(tags.record(again, TIME)).isInstanceOf(Recording.Recorded.class);
        assertThat(storage.tags("uploads", "a.jpg")).containsEntry("car-or-not-model", "breakable/1");
    }

    @Test
    void keysOutsideThePrefixAndResultsThatWouldLoopAreNotTouched() {
        ObjectHead head = storage.put("uploads", "a.jpg", null, PHOTOGRAPH);
        UploadRecorder photos = new UploadRecorder(
                storage,
                new Answers(new ServedModels(model), queue, metrics),
                model,
                new UploadSettings(true, Optional.empty(), "photos/", Optional.empty(), MOST),
                metrics,
                new ObjectMapper());

        assertThat(photos.record(upload(head), TIME)).isInstanceOf(Recording.Ignored.class);
        assertThat(recorder(true, "s3://uploads/results/").record(upload(head), TIME))
                .isInstanceOfSatisfying(
                        Recording.Failed.class,
                        failed -> assertThat(failed.lasting()).isTrue());
        assertThat(storage.calls()).isEmpty();
    }

    private UploadRecorder recorder(boolean writesTags, String results) {
        return new UploadRecorder(
                storage,
                new Answers(new ServedModels(model), queue, metrics),
                model,
                new UploadSettings(
                        writesTags, Optional.ofNullable(results).map(S3Folder::parse), "", Optional.empty(), MOST),
                metrics,
                new ObjectMapper());
    }

    private static S3Record.Upload upload(ObjectHead head) {
        return upload(head, "01");
    }

    private static S3Record.Upload upload(ObjectHead head, String sequencer) {
        return new S3Record.Upload(
                head.id().bucket(),
                head.id().key(),
                head.id().version(),
                head.size(),
                head.eTag(),
                sequencer == null ? null : new Sequencer(sequencer),
                false);
    }

    private static MemoryStorage.Before failing(String failing, Kind kind) {
        return operation -> {
            if (operation.equals(failing)) {
                throw new StorageException(kind, "No " + operation + ".");
            }
        };
    }

    private JsonNode document(String key) {
        List<JsonNode> read = new ArrayList<>();
        try {
            storage.document("results", "uploads/" + key + ".json", TIME).ifPresent(document -> {
                try {
                    read.add(new ObjectMapper().readTree(document.bytes()));
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
        return read.get(0);
    }
}
