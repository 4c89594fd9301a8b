package dev.carornot.function.http;

import dev.carornot.function.answer.Answer;
import dev.carornot.function.answer.Answers;
import dev.carornot.function.answer.Results;
import dev.carornot.function.answer.Wanted;
import dev.carornot.function.model.ServedModels;
import dev.carornot.function.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code POST /explain}. Thread-safe. */
@Path(ExplainResource.PATH)
final class ExplainResource {
    static final String PATH = "/explain";
    private static final String PNG = "image/png";

    private final Answers answers;

    ExplainResource(Answers answers) {
        this.answers = answers;
    }

    @POST
    @Blocking
    @Produces({MediaType.APPLICATION_JSON, PNG, Problem.MEDIA_TYPE})
    @Operation(
            operationId = "explain",
            summary = "Tell where in a photograph the answer comes from.",
            description =
                    "Takes what POST /classify takes. Answered as POST /classify?explain=true, or, to who would rather"
                            + " accept image/png than application/json, with a picture of the one photograph that was sent, at most"
                            + " 1024 pixels on its longer side: the photograph in grey, orange over what speaks for the positive"
                            + " label, blue over what speaks against it, darker where the model does not look.")
    @RequestBody(
            required = true,
            description = "The photograph, or a form with photographs.",
            content = {
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema =
                                @Schema(
                                        type = SchemaType.OBJECT,
                                        requiredProperties = "image",
                                        properties =
                                                @SchemaProperty(
                                                        name = "image",
                                                        type = SchemaType.ARRAY,
                                                        implementation = ClassifyResource.Binary.class,
                                                        description = "One photograph or several."))),
                @Content(mediaType = "image/*", schema = @Schema(implementation = ClassifyResource.Binary.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(implementation = ClassifyResource.Binary.class))
            })
    @APIResponse(
            responseCode = "200",
            description =
                    "The verdict with its explanation, the results of several photographs, or the painted photograph.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(oneOf = {Answer.class, Results.class})),
                @Content(mediaType = PNG, schema = @Schema(implementation = ClassifyResource.Binary.class))
            })
    @APIResponse(
            responseCode = "400",
            description = "Damaged, not an image, no field image, nothing at all, or no such model.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "406",
            description =
                    "An answer was asked for that is neither application/json, image/png nor application/problem+json, or a picture of several photographs.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "408",
            description = "The body did not arrive in time.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "Too many bytes, or too many pixels.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "415",
            description = "An image format or a content type that is not supported.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "500",
            description = "A failure on this side, logged under the instance's name.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Too many requests are waiting, the model is not open, or the application is shutting down.",
            headers =
                    @Header(
                            name = HttpHeaders.RETRY_AFTER,
                            description = "After how many seconds to ask again.",
                            schema = @Schema(type = SchemaType.INTEGER)),
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response explain(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.ACCEPT) String accept,
            @Parameter(
                            description = "Which model to ask, of those that GET /models lists.",
                            schema = @Schema(type = SchemaType.STRING, defaultValue = ServedModels.CURRENT))
                    @QueryParam("model")
                    @DefaultValue(ServedModels.CURRENT)
                    String model,
            @Context RoutingContext exchange) {
        return Responses.of(answers.to(contentType, Reception.body(exchange), Wanted.explanation(accept), model));
    }
}
