package dev.carornot.function.lambda;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.carornot.function.fixture.BreakableProfile;
import dev.carornot.function.fixture.Form;
import dev.carornot.function.fixture.LambdaEvent;
import dev.carornot.function.model.BreakableModel;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Against Quarkus's Lambda event server, which RestAssured talks to by default. */
@QuarkusTest
@TestProfile(BreakableProfile.class)
final class ClassifyFunctionTest {
    private static final byte[] PHOTOGRAPH = {1, 2, (byte) 0xff};

    @Test
    void aPhotographInBase64GetsItsVerdict() {
        invoke(new LambdaEvent().header("content-type", "image/jpeg").base64(PHOTOGRAPH))
                .body("statusCode", equalTo(200))
                .body("headers.'content-type'", equalTo("application/json"))
                .body("isBase64Encoded", equalTo(false))
                .body("body", containsString("\"verdict\":\"car\",\"probability\":0.75"));
    }

    @Test
    void theRootIsAcceptedTooAndHeadersInAnyCase() {
        invoke(new LambdaEvent().path("/").header("CONTENT-TYPE", "image/jpeg").base64(PHOTOGRAPH))
                .body("statusCode", equalTo(200));
    }

    @Test
    void anExplanationIsGivenToWhoAsksForOne() {
        String explanation = "\"explanation\":{\"label\":\"car\",\"columns\":2,\"rows\":1,\"values\":[-0.25,1.0],"
                + "\"area\":{\"x\":0.5,\"y\":0.0,\"width\":3.0,\"height\":3.0}}";
        invoke(new LambdaEvent().query("explain", "true").base64(PHOTOGRAPH))
                .body("statusCode", equalTo(200))
                .body("body", containsString(explanation));
        invoke(new LambdaEvent().query("explain", "false").base64(PHOTOGRAPH))
                .body("statusCode", equalTo(200))
                .body("body", not(containsString("explanation")));
        invoke(new LambdaEvent().path("/explain").base64(PHOTOGRAPH))
                .body("headers.'content-type'", equalTo("application/json"))
                .body("body", containsString(explanation));
    }

    @Test
    void aPictureIsSentInBase64() {
        String body = invoke(new LambdaEvent()
                        .path("/explain")
                        .header("accept", "image/png")
                        .base64(PHOTOGRAPH))
                .body("statusCode", equalTo(200))
                .body("headers.'content-type'", equalTo("image/png"))
                .body("isBase64Encoded", equalTo(true))
                .extract()
                .path("body");
        assertThat(Base64.getDecoder().decode(body)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void aFormIsReadAsOverHttp() {
        byte[] form = new Form()
                .file("image", "a.jpg", PHOTOGRAPH)
                .file("image", "b.jpg", BreakableModel.REFUSED)
                .bytes();
        invoke(new LambdaEvent().header("content-type", Form.contentType()).base64(form))
                .body("statusCode", equalTo(200))
                .body("body", containsString("\"results\":[{\"file\":\"a.jpg\",\"answer\":{\"verdict\":\"car\""))
                .body("body", containsString("{\"file\":\"b.jpg\",\"problem\":{\"type\":"));
    }

    @Test
    void aBodyThatIsTextStaysText() {
        String text = new String(BreakableModel.REFUSED, StandardCharsets.UTF_8);
        problem(new LambdaEvent().header("content-type", "image/jpeg").text(text), 400, "not_an_image");
    }

    @Test
    void problemsHaveTheirStatus() {
        LambdaEvent photograph =
                new LambdaEvent().header("content-type", "image/jpeg").base64(PHOTOGRAPH);
        problem(photograph.path("/elsewhere"), 404, "not_found");
        problem(photograph.path("/classify").method("GET"), 405, "method_not_allowed")
                .body("headers.allow", equalTo("OPTIONS, POST"));
        problem(new LambdaEvent().header("content-type", "text/plain").text("a"), 415, "unsupported_content_type");
        problem(new LambdaEvent().header("content-type", "image/png"), 400, "empty_body");
        problem(new LambdaEvent().header("content-type", "image/png").brokenBase64("%%%"), 400, "malformed_request");
        problem(new LambdaEvent().header("content-type", "image/png").base64(BreakableModel.STRANGE), 500, "internal");
    }

    @Test
    void theLimitsAreThoseOfHttp() {
        problem(
                new LambdaEvent().header("content-type", "image/png").base64(new byte[BreakableProfile.LIMIT + 1]),
                413,
                "request_too_large");
        invoke(new LambdaEvent().header("content-type", "image/png").base64(new byte[BreakableProfile.LIMIT]))
                .body("statusCode", equalTo(200));
    }

    @Test
    void anEventThatIsNoRequestIsABadRequest() {
        problem(
                given().contentType("application/json")
                        .body("{\"hello\": [1, 2]}")
                        .post()
                        .then(),
                400,
                "malformed_request");
    }

    private static ValidatableResponse problem(LambdaEvent event, int status, String reason) {
        return problem(invoke(event), status, reason);
    }

    private static ValidatableResponse problem(ValidatableResponse invocation, int status, String reason) {
        return invocation
                .statusCode(200)
                .body("statusCode", equalTo(status))
                .body("headers.'content-type'", equalTo("application/problem+json"))
                .body("body", containsString("\"status\":" + status))
                .body("body", containsString("\"reason\":\"" + reason + "\""));
    }

    private static ValidatableResponse invoke(LambdaEvent event) {
        return given().contentType("application/json")
                .body(event.json())
                .post()
                .then()
                .statusCode(200);
    }
}
