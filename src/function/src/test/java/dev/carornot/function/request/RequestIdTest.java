package dev.carornot.function.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestIdTest {
    @AfterEach
    void end() {
        RequestId.end();
    }

    @Test
    void theFirstNameThatCanBeTakenIsTaken() {
        assertThat(RequestId.of("a-B_3.").text()).isEqualTo("a-B_3.");
        assertThat(RequestId.of(null, "no name", "second", "third").text()).isEqualTo("second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nb",
                "a\"b",
                "ä",
                "a/b",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void whatALogCannotTakeIsReplaced(String sent) {
        assertThat(RequestId.of(sent).text()).isNotEqualTo(sent).hasSize(36);
        assertThatThrownBy(() -> new RequestId(sent)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sixtyFourCharactersAreTheLongest() {
        String longest = "x".repeat(64);
        assertThat(RequestId.of(longest).text()).isEqualTo(longest);
    }

    @Test
    void namesAreMadeAnewEachTime() {
        assertThat(RequestId.of()).isNotEqualTo(RequestId.of());
    }

    @Test
    void workOnAnotherThreadIsDoneForTheSameRequestAndTheNextIsNot() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            // Its thread is made now: whoever is made later may inherit a name.
            other.execute(() -> {});
            new RequestId("one").begin();
            Supplier<Optional<RequestId>> work = RequestId.carry(RequestId::current);

            assertThat(CompletableFuture.supplyAsync(work, other).join()).hasValue(new RequestId("one"));
            assertThat(CompletableFuture.supplyAsync(RequestId::current, other).join())
                    .isEmpty();
        } finally {
            other.shutdown();
        }
    }
}
