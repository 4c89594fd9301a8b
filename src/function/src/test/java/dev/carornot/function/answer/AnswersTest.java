package dev.carornot.function.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.function.fixture.Form;
import dev.carornot.function.metric.InvocationMetrics;
import dev.carornot.function.model.BreakableModel;
import dev.carornot.function.model.ServedModels;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.queue.Capacity;
import dev.carornot.function.queue.RequestQueue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswersTest {
    private static final String BYTES = "application/octet-stream";
    private static final byte[] PHOTOGRAPH = {1, 2, 3};

    private final BreakableModel model = new BreakableModel();
    private final RequestQueue queue = new RequestQueue(new Capacity(1, 1, 0));
    private final Answers answers = new Answers(new ServedModels(model.served(queue)), queue, new InvocationMetrics());

    @Test
    void oneVerdictIsAnsweredPlainly() {
        Reply reply = answers.to(BYTES, PHOTOGRAPH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.mediaType()).isEqualTo("application/json");
        assertThat(reply.body())
                .isEqualTo(new Answer(
                        "car",
                        0.75,
                        new Answer.Model("breakable", "1", "none"),
                        new Answer.Image(4, 3),
                        new Answer.Millis(1, 2, 3, 6),
                        null));
    }

    @Test
    void anExplanationStandsBesideTheVerdict() {
        Reply reply = answers.to(BYTES, PHOTOGRAPH, Wanted.EXPLANATION);

        assertThat(reply.status()).isEqualTo(200);
        Answer answer = (Answer) reply.body();
        assertThat(answer.verdict()).isEqualTo("car");
        assertThat(answer.explanation())
                .isEqualTo(new Answer.Heat("car", 2, 1, List.of(-0.25, 1.0), new Answer.Area(0.5, 0, 3, 3)));
    }

    @Test
    void anOverlayIsAPictureOfOnePhotographOnly() {
        Reply reply = answers.to(BYTES, PHOTOGRAPH, Wanted.OVERLAY);

        assertThat(reply.mediaType()).isEqualTo("image/png");
        assertThat((byte[]) reply.body()).startsWith(0x89, 'P', 'N', 'G');
        byte[] two = new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", PHOTOGRAPH)
                .bytes();
        Reply refusal = answers.to(Form.contentType(), two, Wanted.OVERLAY);
        assertThat(refusal.status()).isEqualTo(406);
        assertThat(((Problem) refusal.body()).detail()).contains("one by one");
    }

    @Test
    void whatIsRefusedIsRefusedWhateverIsWanted() {
        Reply expected = answers.to(BYTES, BreakableModel.REFUSED);
        assertThat(answers.to(BYTES, BreakableModel.REFUSED, Wanted.EXPLANATION))
                .isEqualTo(expected);
        assertThat(answers.to(BYTES, BreakableModel.REFUSED, Wanted.OVERLAY)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "                                    , EXPLANATION",
        "'application/json'                  , EXPLANATION",
        "'*/*'                               , EXPLANATION",
        "'image/png'                         , OVERLAY",
        "'image/*'                           , OVERLAY",
        "'text/html, image/png, */*;q=0.8'   , OVERLAY",
        "'application/json, image/png'       , EXPLANATION",
        "'image/png;q=0.4,application/*;q=0.5', EXPLANATION",
        "'IMAGE/PNG; q=0.9, */*;q=0.1'       , OVERLAY",
        "'image/png;q=much'                  , OVERLAY"
    })
    void aPictureIsForWhomItIsBetterThanJson(String accept, Wanted wanted) {
        assertThat(Wanted.explanation(accept)).isEqualTo(wanted);
    }

    @Test
    void oneRefusalIsAProblemWithItsStatus() {
        Reply reply = answers.to(
                Form.contentType(),
                new Form().file("image", "a.jpg", BreakableModel.REFUSED).bytes());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo(Problem.of(Reason.NOT_AN_IMAGE, "These bytes are no image."));
    }

    @Test
    void severalPhotographsAreAnsweredInOrderAndABadOneFailsNoOther() {
        byte[] form = new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", BreakableModel.REFUSED)
                .value("image", PHOTOGRAPH)
                .bytes();

        Reply reply = answers.to(Form.contentType(), form);

        assertThat(reply.status()).isEqualTo(200);
        Results results = (Results) reply.body();
        assertThat(results.results()).extracting(Result::file).containsExactly("a.jpg", "b.jpg", null);
        assertThat(results.results())
                .extracting(result -> result.problem() == null
                        ? result.answer().verdict()
                        : result.problem().reason())
                .containsExactly("car", Reason.NOT_AN_IMAGE, "car");
    }

    @Test
    void aFailureIsNamedButNotTold() {
        Reply reply = answers.to(BYTES, BreakableModel.STRANGE);

        assertThat(reply.status()).isEqualTo(500);
        Problem problem = (Problem) reply.body();
        assertThat(problem.instance()).hasScheme("urn");
        assertThat(problem.detail()).contains(problem.instance().toString());
        assertThat(problem.toString()).doesNotContain(BreakableModel.SECRET).doesNotContain("Exception");
    }

    @Test
    void aRequestTooManyIsTurnedAwayAndToldWhenToComeAgain() {
        assertThat(answers.turnedAway()).isEmpty();
        RequestQueue.Place taken = queue.enter().orElseThrow();

        Reply reply = answers.to(BYTES, PHOTOGRAPH);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsExactly(Map.entry("Retry-After", "1"));
        assertThat(((Problem) reply.body()).reason()).isEqualTo(Reason.BUSY);
        assertThat(answers.turnedAway()).hasValue((Problem) reply.body());
        taken.close();
        assertThat(answers.to(BYTES, PHOTOGRAPH).status()).isEqualTo(200);
    }

    @Test
    void withoutAModelTheAnswerIsUnavailable() {
        model.close();

        // Closed behind the application's back: a failure like any other.
        assertThat(answers.to(BYTES, PHOTOGRAPH).status()).isEqualTo(500);
    }
}
