package dev.carornot.function.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpEventTest {
    @ParameterizedTest
    @CsvSource({
        "$default, /classify, /classify",
        "prod,     /prod/classify, /classify",
        "prod,     /prod, ''",
        "prod,     /production/classify, /production/classify",
        ",         /classify, /classify",
        "prod,     , /"
    })
    void theStageIsNoPartOfThePath(String stage, String rawPath, String path) {
        assertThat(event(stage, rawPath, Map.of()).path()).isEqualTo(path);
    }

    @Test
    void headersAreFoundInAnyCase() {
        HttpEvent event = event("$default", "/", Map.of("Content-Type", "image/png"));
        assertThat(event.header("content-type")).isEqualTo("image/png");
        assertThat(event.header("accept")).isNull();
    }

    @Test
    void queryParametersAreFoundByName() {
        HttpEvent event = event("$default", "/", Map.of());
        assertThat(event.query("explain")).isEqualTo("true");
        assertThat(event.query("model")).isNull();
    }

    @Test
    void anEventWithoutAnythingIsNotHttp() {
        HttpEvent event = new HttpEvent(null, null, null, null, null, false);
        assertThat(event.method()).isNull();
        assertThat(event.header("content-type")).isNull();
        assertThat(event.query("explain")).isNull();
    }

    private static HttpEvent event(String stage, String rawPath, Map<String, String> headers) {
        HttpEvent.RequestContext context = new HttpEvent.RequestContext(stage, null, new HttpEvent.Http("POST"));
        return new HttpEvent(rawPath, headers, Map.of("explain", "true"), context, null, false);
    }
}
