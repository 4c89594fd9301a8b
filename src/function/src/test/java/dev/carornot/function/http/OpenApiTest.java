package dev.carornot.function.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.fixture.BreakableProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BreakableProfile.class)
final class OpenApiTest {
    @TestHTTPResource("/q/openapi?format=json")
    URL openapi;

    @Inject
    ObjectMapper json;

    @Test
    void theDocumentDescribesWhatIsSentAndWhatIsAnswered() throws IOException {
        JsonNode document = json.readTree(given().get(openapi).asByteArray());

        assertThat(document.at("/info/title").textValue()).isEqualTo("Car or Not a Car");
        assertThat(document.at("/info/version").textValue()).isNotBlank();
        JsonNode post = document.at("/paths/~1classify/post");
        assertThat(post.path("summary").textValue()).isNotBlank();
        assertThat(post.path("parameters").findValuesAsText("name"))
                .containsExactlyInAnyOrder("explain", "model", "X-Request-Id");
        assertThat(post.at("/requestBody/content").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("multipart/form-data", "image/*", "application/octet-stream");
        JsonNode image = post.at("/requestBody/content/multipart~1form-data/schema/properties/image");
        assertThat(image.path("type").textValue()).isEqualTo("array");
        assertThat(resolve(document, image.path("items")).path("format").textValue())
                .isEqualTo("binary");
        for (String problem : List.of("400", "413", "415", "500", "503")) {
            JsonNode content =
                    post.path("responses").path(problem).path("content").path("application/problem+json");
            assertThat(content.at("/schema/$ref").textValue()).as(problem).isEqualTo("#/components/schemas/Problem");
        }
        assertThat(post.at("/responses/503/headers").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Retry-After", "X-Request-Id");
        assertThat(document.at("/components/schemas/Problem/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "reason", "instance");
        assertThat(document.at("/components/schemas/Answer/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("verdict", "probability", "model", "image", "millis", "explanation");
    }

    @Test
    void anExplanationIsDescribedAsJsonAndAsAPicture() throws IOException {
        JsonNode document = json.readTree(given().get(openapi).asByteArray());

        JsonNode post = document.at("/paths/~1explain/post");
        assertThat(post.at("/requestBody")).isEqualTo(document.at("/paths/~1classify/post/requestBody"));
        assertThat(post.at("/responses/200/content").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("application/json", "image/png");
        assertThat(document.at("/components/schemas/Explanation/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("label", "columns", "rows", "values", "area");
    }

    private static JsonNode resolve(JsonNode document, JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isMissingNode()
                ? schema
                : document.at(reference.textValue().substring(1));
    }
}
