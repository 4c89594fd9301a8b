package dev.carornot.function.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.carornot.function.fixture.BreakableProfile;
import dev.carornot.function.fixture.Form;
import dev.carornot.function.model.BreakableModel;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(BreakableProfile.class)
final class ProblemDocumentsTest {
    private static final byte[] PHOTOGRAPH = {1, 2, 3};

    @TestHTTPResource("/classify")
    URL classify;

    @TestHTTPResource("/nowhere")
    URL nowhere;

    @TestHTTPResource("/q/health/live")
    URL live;

    @TestHTTPResource("/q/health/ready")
    URL ready;

    @Inject
    BreakableModel model;

    @AfterEach
    void mend() {
        model.broken(false);
        given().get(live).then().statusCode(200);
    }

    @Test
    void notAnImageIsABadRequest() {
        problem(bytes(BreakableModel.REFUSED), 400, "not_an_image")
                .body("detail", equalTo("These bytes are no image."))
                .body("instance", startsWith("urn:request:"));
    }

    @Test
    void anEmptyBodyIsABadRequest() {
        problem(bytes(new byte[0]), 400, "empty_body");
        problem(given().contentType("image/jpeg"), 400, "empty_body");
    }

    @Test
    void aFormWithoutTheFieldIsABadRequest() {
        problem(given().multiPart("photo", "a.jpg", PHOTOGRAPH), 400, "no_image_field");
    }

    @Test
    void aFormThatIsNoneIsABadRequest() {
        problem(given().contentType(Form.contentType()).body("no form at all".getBytes(UTF_8)), 400, "no_image_field");
        problem(
                given().contentType("multipart/form-data").body("no boundary".getBytes(UTF_8)),
                400,
                "malformed_request");
    }

    @Test
    void anotherContentTypeIsUnsupported() {
        problem(given().contentType("application/json").body("{}"), 415, "unsupported_content_type");
        problem(given().contentType("application/x-www-form-urlencoded").body("a=b"), 415, "unsupported_content_type");
    }

    @Test
    void anAddressWithoutAnythingIsNotFound() {
        problem(given().get(nowhere).then(), 404, "not_found");
        problem(given().accept("text/html").get(nowhere).then(), 404, "not_found");
        problem(bytes(PHOTOGRAPH).post(nowhere).then(), 404, "not_found");
    }

    @Test
    void anotherMethodIsNotAllowed() {
        problem(given().get(classify).then(), 405, "method_not_allowed").header("Allow", equalTo("OPTIONS, POST"));
        problem(bytes(PHOTOGRAPH).put(classify).then(), 405, "method_not_allowed");
        problem(given().delete(classify).then(), 405, "method_not_allowed");
    }

    @Test
    void anotherKindOfAnswerIsNotAcceptable() {
        problem(bytes(PHOTOGRAPH).accept("text/html"), 406, "not_acceptable");
        bytes(PHOTOGRAPH).accept("application/json").post(classify).then().statusCode(200);
        bytes(PHOTOGRAPH).accept("application/*").post(classify).then().statusCode(200);
        problem(bytes(BreakableModel.REFUSED).accept("application/problem+json"), 400, "not_an_image");
    }

    @Test
    void aVerdictIsJsonWhateverKindOfJsonIsAskedFor() {
        bytes(PHOTOGRAPH)
                .accept("application/problem+json, application/json;q=0.5")
                .post(classify)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("verdict", equalTo("car"));
    }

    @Test
    void whoAsksForAPictureGetsProblemsAsDocuments() {
        String explain = "/explain";
        int port = classify.getPort();
        problem(
                given().port(port)
                        .contentType("image/png")
                        .accept("image/png")
                        .body(BreakableModel.REFUSED)
                        .post(explain)
                        .then(),
                400,
                "not_an_image");
        problem(
                given().port(port)
                        .accept("image/png")
                        .multiPart("image", "a.jpg", PHOTOGRAPH)
                        .multiPart("image", "b.jpg", PHOTOGRAPH)
                        .post(explain)
                        .then(),
                406,
                "not_acceptable");
        problem(
                given().port(port)
                        .accept("image/jpeg")
                        .contentType("image/png")
                        .body(PHOTOGRAPH)
                        .post(explain)
                        .then(),
                406,
                "not_acceptable");
        problem(given().port(port).get(explain).then(), 405, "method_not_allowed");
    }

    @Test
    void severalPhotographsHaveTheirProblemsEach() {
        given().multiPart("image", "good.jpg", PHOTOGRAPH)
                .multiPart("image", "bad.jpg", BreakableModel.REFUSED)
                .post(classify)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("results.file", equalTo(List.of("good.jpg", "bad.jpg")))
                .body("results[0].answer.verdict", equalTo("car"))
                .body("results[0].problem", nullValue())
                .body("results[1].answer", nullValue())
                .body("results[1].problem.reason", equalTo("not_an_image"))
                .body("results[1].problem.status", equalTo(400));
    }

    @Test
    void aStrangePictureFailsAloneAndTellsNothing() {
        for (int again = 0; again < 5; again++) {
            problem(bytes(BreakableModel.STRANGE), 500, "internal")
                    .body("instance", startsWith("urn:request:"))
                    .body("keySet()", everyItem(not(containsString("stack"))))
                    .body("detail", not(containsString(BreakableModel.SECRET)));
        }
        given().get(live).then().statusCode(200).body("status", equalTo("UP"));
        bytes(PHOTOGRAPH).post(classify).then().statusCode(200);
    }

    @Test
    void aBrokenEngineTakesLivenessDown() {
        model.broken(true);
        problem(bytes(PHOTOGRAPH), 500, "internal");

        given().get(live).then().statusCode(503).body("checks.find { it.name == 'engine' }.status", equalTo("DOWN"));
    }

    @Test
    void readinessNamesTheModel() {
        given().get(ready)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'model' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'model' }.data.name", equalTo("breakable"))
                .body("checks.find { it.name == 'model' }.data.version", equalTo("1"))
                .body("checks.find { it.name == 'model' }.data.precision", equalTo("none"));
    }

    private static RequestSpecification bytes(byte[] body) {
        return given().contentType("application/octet-stream").body(body);
    }

    private ValidatableResponse problem(RequestSpecification request, int status, String reason) {
        return problem(request.post(classify).then(), status, reason);
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String reason) {
        assertThat(response.extract().asString()).doesNotContain("\tat ").doesNotContain("<html");
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("reason", equalTo(reason))
                .body("type", equalTo("tag:carornot.dev,2026:" + reason))
                .body("title", not(emptyString()))
                .body("detail", not(emptyString()));
    }
}
