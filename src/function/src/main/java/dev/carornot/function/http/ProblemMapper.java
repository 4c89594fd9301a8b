package dev.carornot.function.http;

import dev.carornot.function.problem.Failures;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What quarkus-rest itself refuses, and what fails in it, as problem documents. Thread-safe. */
final class ProblemMapper {
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        int status = refusal.getResponse().getStatus();
        Problem problem = switch (status) {
            case 404 -> Problem.of(Reason.NOT_FOUND, "There is nothing here; photographs go to POST /classify.");
            case 405 -> Problem.of(Reason.METHOD_NOT_ALLOWED, "Photographs are sent with POST.");
            case 406 ->
                Problem.of(
                        Reason.NOT_ACCEPTABLE,
                        "The answer is application/json; of POST /explain it can be image/png too.");
            case 415 -> Problem.of(Reason.UNSUPPORTED_CONTENT_TYPE, "The content type cannot be read.");
            case 503 -> Problem.of(Reason.UNAVAILABLE, "Ask again in a moment.");
            default ->
                status < Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()
                        ? Problem.of(Reason.MALFORMED_REQUEST, "The request cannot be understood.")
                        : Failures.log(refusal);
        };
        return response(problem);
    }

    /** The sender broke off or was too slow: nothing of ours failed, so nothing is logged. */
    @ServerExceptionMapper
    Response unread(IOException brokenOff) {
        return response(Problem.of(Reason.MALFORMED_REQUEST, "The body did not arrive in full."));
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return response(Failures.log(failure));
    }

    private static Response response(Problem problem) {
        Response.ResponseBuilder reply =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        problem.reason().headers().forEach(reply::header);
        return reply.build();
    }
}
