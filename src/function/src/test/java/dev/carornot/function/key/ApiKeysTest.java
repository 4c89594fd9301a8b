package dev.carornot.function.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.function.key.ApiKeys.Check;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {
    private static final String OLD = "0123456789abcdef0123456789abcdef";
    private static final String NEW = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo_-~+/12==";

    private final ApiKeys keys = new ApiKeys(List.of(OLD, NEW));

    @Test
    void whileOneKeyReplacesAnotherBothAreGood() {
        assertThat(keys.areNeeded()).isTrue();
        assertThat(keys.check("Bearer " + OLD)).isEqualTo(Check.GOOD);
        assertThat(keys.check("Bearer " + NEW)).isEqualTo(Check.GOOD);

        ApiKeys later = new ApiKeys(List.of(NEW));
        assertThat(later.check("Bearer " + OLD)).isEqualTo(Check.WRONG);
        assertThat(later.check("Bearer " + NEW)).isEqualTo(Check.GOOD);
    }

    @Test
    void theSchemeIsTheSameInEitherCase() {
        assertThat(keys.check("bearer " + OLD)).isEqualTo(Check.GOOD);
        assertThat(keys.check("BEARER   " + OLD + " ")).isEqualTo(Check.GOOD);
    }

    @Test
    void whateverIsNotExactlyAKeyIsWrong() {
        for (String wrong : List.of(
                OLD.substring(1),
                OLD + "0",
                OLD.toUpperCase(java.util.Locale.ROOT),
                OLD + "," + NEW,
                "x",
                "é".repeat(40))) {
            assertThat(keys.check("Bearer " + wrong)).as(wrong).isEqualTo(Check.WRONG);
        }
    }

    @Test
    void withoutABearerThereIsNoKey() {
        for (String missing : List.of("", "Bearer", "Bearer ", OLD, "Basic " + OLD, "Bearer" + OLD, "Bearer a b")) {
            assertThat(keys.check(missing)).as(missing).isEqualTo(Check.MISSING);
        }
        assertThat(keys.check(null)).isEqualTo(Check.MISSING);
    }

    @Test
    void whereThereAreNoKeysNobodyNeedsOne() {
        ApiKeys none = new ApiKeys(List.of());
        assertThat(none.areNeeded()).isFalse();
        assertThat(none.check(null)).isEqualTo(Check.GOOD);
        assertThat(none.check("Bearer x")).isEqualTo(Check.GOOD);
    }

    @Test
    void aKeyThatCanBeGuessedOrIsNoneIsRefusedWithoutBeingNamed() {
        for (String bad :
                List.of("0123456789abcdef0123456789abcde", OLD + " " + OLD, "=".repeat(40), "x".repeat(513))) {
            assertThatThrownBy(() -> new ApiKeys(List.of(OLD, bad)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("API key 2 has ")
                    .hasMessageContaining("openssl rand")
                    .message()
                    .doesNotContain(bad);
        }
    }
}
