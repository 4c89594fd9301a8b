package dev.carornot.function.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.request.RequestId;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document what holds for every operation, and the examples. The build runs it, so that a start has nothing
 * to do with it.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public final class ApiDocument implements OASFilter {
    private static final String OK = "200";
    private static final String UNAUTHORIZED = "401";
    private static final String KEY = "key";
    private static final String ID_PATTERN = "^[A-Za-z0-9._-]{1,64}$";

    /** Of successful answers in JSON, in the order in which they come in the document: the same sources give the same one. */
    private static final List<Example> EXAMPLES = List.of(
            new Example("classify", "one photograph", Examples.answer()),
            new Example("classify", "explained", Examples.explained()),
            new Example("classify", "several photographs", Examples.results()),
            new Example("explain", "one photograph", Examples.explained()),
            new Example("models", "one model", Examples.models()));

    /** An answer to an operation, which is named by its id. */
    private record Example(String operation, String name, Object value) {}

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        KEY,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("One of the server's API keys, where it has any."));
        for (PathItem path : document.getPaths().getPathItems().values()) {
            path.getOperations().values().forEach(this::complete);
        }
    }

    private void complete(Operation operation) {
        operation.addParameter(OASFactory.createParameter()
                .name(RequestId.HEADER)
                .in(Parameter.In.HEADER)
                .description(
                        "What to call the request in its answer and in the log; a name is made where none is sent.")
                .schema(idSchema()));
        // Either nothing or a key: whoever runs the server decides.
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(KEY));
        operation.getResponses().addAPIResponse(UNAUTHORIZED, unauthorized());
        operation.getResponses().getAPIResponses().forEach((status, response) -> complete(operation, status, response));
    }

    private void complete(Operation operation, String status, APIResponse response) {
        response.addHeader(RequestId.HEADER, header("The request's name.", idSchema()));
        if (status.equals(OK)) {
            response.addHeader(
                    HttpHeaders.ETAG,
                    header(
                            "A digest of what the answer says, apart from its times.",
                            OASFactory.createSchema().addType(Schema.SchemaType.STRING)));
        }
        content(response, MediaType.APPLICATION_JSON)
                .ifPresent(content -> EXAMPLES.stream()
                        .filter(it -> it.operation().equals(operation.getOperationId()))
                        .forEach(it -> example(content, it.name(), it.value())));
        content(response, Problem.MEDIA_TYPE).ifPresent(content -> {
            for (Reason reason : Reason.values()) {
                if (status.equals(Integer.toString(reason.status())) && !isOfAnotherAddress(reason)) {
                    example(content, reason.code(), Examples.problem(reason));
                }
            }
        });
    }

    private static APIResponse unauthorized() {
        return OASFactory.createAPIResponse()
                .description("The server asks for an API key, and there was none or another.")
                .addHeader(
                        HttpHeaders.WWW_AUTHENTICATE,
                        header(
                                "How to send it (RFC 6750).",
                                OASFactory.createSchema().addType(Schema.SchemaType.STRING)))
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("Problem"))));
    }

    /** What is said of addresses and methods that the document does not have is in no operation. */
    private static boolean isOfAnotherAddress(Reason reason) {
        return reason == Reason.METHOD_NOT_ALLOWED;
    }

    private static Optional<org.eclipse.microprofile.openapi.models.media.MediaType> content(
            APIResponse response, String type) {
        return Optional.ofNullable(response.getContent()).map(content -> content.getMediaType(type));
    }

    private void example(org.eclipse.microprofile.openapi.models.media.MediaType content, String name, Object value) {
        content.addExample(name, OASFactory.createExample().value(json.convertValue(value, Object.class)));
    }

    private static Header header(String description, Schema schema) {
        return OASFactory.createHeader().description(description).schema(schema);
    }

    private static Schema idSchema() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).pattern(ID_PATTERN);
    }
}
