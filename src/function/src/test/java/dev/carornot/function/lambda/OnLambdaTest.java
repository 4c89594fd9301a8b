package dev.carornot.function.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class OnLambdaTest {
    @Test
    void onlyOnLambdaNoPortIsOpened() {
        OnLambda lambda = new OnLambda(Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"));
        OnLambda elsewhere = new OnLambda(Map.of());

        assertThat(lambda.getPropertyNames()).containsExactly("quarkus.http.host-enabled");
        assertThat(lambda.getValue("quarkus.http.host-enabled")).isEqualTo("false");
        assertThat(elsewhere.getPropertyNames()).isEmpty();
        assertThat(elsewhere.getValue("quarkus.http.host-enabled")).isNull();
    }
}
