package dev.carornot.function.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcceptTest {
    private static final List<String> TYPES = List.of("application/json", "application/problem+json");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | true",
                "application/json | true",
                "APPLICATION/JSON | true",
                "application/* | true",
                "application/problem+json | true",
                "text/html, application/json;q=0.5 | true",
                "application/json; charset=utf-8 | true",
                "text/html | false",
                "image/png, text/* | false",
                "application/json;q=0 | false",
                "application/json; q=0.000 | false",
                "'' | false"
            })
    void rangesAreComparedWithTheTypes(String accept, boolean allowed) {
        assertThat(Accept.allows(accept, TYPES)).isEqualTo(allowed);
    }

    @Test
    void withoutTheHeaderEverythingIsWelcome() {
        assertThat(Accept.allows(null, TYPES)).isTrue();
    }
}
