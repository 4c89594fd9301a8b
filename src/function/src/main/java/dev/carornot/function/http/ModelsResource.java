package dev.carornot.function.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.carornot.classifier.ModelDescription;
import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.answer.Reply;
import dev.carornot.function.model.ModelFacts;
import dev.carornot.function.model.ServedModels;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /models}: which models answer, and their reports. Of HTTP alone: Lambda's functions have one model. Thread-safe. */
@Path("/models")
final class ModelsResource {
    /** A report is a page of styles and pictures inside itself; it may be anybody's, and gets to do nothing here. */
    private static final String REPORT_POLICY =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private final ServedModels models;
    private final Limits limits;

    ModelsResource(ServedModels models, CarOrNotConfig config) {
        this.models = models;
        this.limits = new Limits(config.limits().bytes(), config.limits().pixels());
    }

    /** What answers, and how large a photograph may be. */
    @RegisterForReflection
    @Schema(
            name = "Models",
            requiredProperties = {"models", "limits"})
    public record Models(List<Model> models, Limits limits) {}

    /**
     * One model.
     *
     * @param id what requests call it: {@code current}, or {@code beside}
     * @param labels the negative and the positive one
     * @param report the address of its report; null where it has none
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "ListedModel",
            requiredProperties = {"id", "name", "version", "precision", "labels", "thresholds"})
    public record Model(
            String id,
            String name,
            String version,
            String precision,
            List<String> labels,
            Thresholds thresholds,
            String report) {}

    /** Between them the verdict is {@code uncertain}. */
    @RegisterForReflection
    @Schema(
            name = "Thresholds",
            requiredProperties = {"lower", "upper"})
    public record Thresholds(double lower, double upper) {}

    /** Of one photograph. */
    @RegisterForReflection
    @Schema(
            name = "Limits",
            requiredProperties = {"bytes", "pixels"})
    public record Limits(long bytes, long pixels) {}

    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "models",
            summary = "Tell which models answer.",
            description = "The first is the one that answers unless a request names another with ?model=.")
    @APIResponse(
            responseCode = "200",
            description = "The models, and how large a photograph may be.",
            content = @Content(schema = @Schema(implementation = Models.class)))
    @APIResponse(responseCode = "304", description = "As it was when the sender got the tag in If-None-Match.")
    public Models models() {
        return new Models(models.list().stream().map(ModelsResource::model).toList(), limits);
    }

    private static Model model(ServedModels.Listed listed) {
        ModelDescription description = listed.description();
        ModelFacts facts = listed.facts();
        return new Model(
                listed.id(),
                description.name(),
                description.version(),
                description.precision(),
                listed.labels(),
                new Thresholds(facts.lower(), facts.upper()),
                hasReport(facts) ? "/models/" + listed.id() + "/report" : null);
    }

    private static boolean hasReport(ModelFacts facts) {
        try {
            return facts.report().read().isPresent();
        } catch (IOException e) {
            // What cannot be read is not offered.
            return false;
        }
    }

    @GET
    @Blocking
    @Path("/{id}/report")
    @Operation(operationId = "report", summary = "Fetch a model's report, a page.")
    @APIResponse(
            responseCode = "200",
            description = "The page.",
            content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "304", description = "As it was when the sender got the tag in If-None-Match.")
    @APIResponse(
            responseCode = "404",
            description = "There is no such model, or it has no report.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response report(@PathParam("id") String id) throws IOException {
        Optional<byte[]> page = models.report(id);
        if (page.isEmpty()) {
            return Responses.of(Reply.of(Problem.of(Reason.NOT_FOUND, "There is no report of this model.")));
        }
        return Response.ok(page.get(), MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Content-Security-Policy", REPORT_POLICY)
                .build();
    }
}
