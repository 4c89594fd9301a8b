package dev.carornot.function.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.answer.Answer.Image;
import dev.carornot.function.answer.Answer.Millis;
import dev.carornot.function.answer.Answer.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContentTagTest {
    private final ContentTag tags = new ContentTag(new ObjectMapper());

    @Test
    void howLongItTookIsNoPartOfTheTag() {
        assertThat(tags.of(answer(0.5, 1))).isEqualTo(tags.of(answer(0.5, 2)));
        assertThat(tags.of(results(0.5, 1))).isEqualTo(tags.of(results(0.5, 2)));
    }

    @Test
    void everythingElseIs() {
        assertThat(tags.of(answer(0.5, 1))).isNotEqualTo(tags.of(answer(Math.nextUp(0.5), 1)));
        assertThat(tags.of(results(0.5, 1))).isNotEqualTo(tags.of(results(Math.nextUp(0.5), 1)));
        assertThat(tags.of(new byte[] {1})).isNotEqualTo(tags.of(new byte[] {2}));
    }

    @Test
    void aTagIsAQuotedStringOfHeaders() {
        assertThat(tags.of(answer(0.5, 1))).matches("\"[A-Za-z0-9_-]{22}\"");
    }

    @Test
    void knownTagsAreFoundInAListAndMarkedAsWeak() {
        assertThat(ContentTag.isAmong("\"a\", \"b\"", "\"b\"")).isTrue();
        assertThat(ContentTag.isAmong("W/\"b\"", "\"b\"")).isTrue();
        assertThat(ContentTag.isAmong("*", "\"b\"")).isTrue();
        assertThat(ContentTag.isAmong("\"a\"", "\"b\"")).isFalse();
        assertThat(ContentTag.isAmong(null, "\"b\"")).isFalse();
    }

    private static Results results(double probability, double millis) {
        return new Results(List.of(new Result("a.jpg", answer(probability, millis), null)));
    }

    private static Answer answer(double probability, double millis) {
        return new Answer(
                "car",
                probability,
                new Model("m", "1", "fp32"),
                new Image(4, 3),
                new Millis(millis, millis, millis, millis),
                null);
    }
}
