package dev.carornot.function.http;

import dev.carornot.function.answer.Reply;
import dev.carornot.function.problem.Failures;
import dev.carornot.function.problem.Problem;
import dev.carornot.function.problem.Reason;
import dev.carornot.function.request.Methods;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What quarkus-rest itself refuses, and what fails in it, as problem documents. Thread-safe. */
final class ProblemMapper {
    @ServerExceptionMapper
    Response refused(WebApplicationException refusal, ContainerRequestContext request) {
        int status = refusal.getResponse().getStatus();
        if (status == Reason.METHOD_NOT_ALLOWED.status()) {
            Optional<String> allowed = Methods.of(request.getUriInfo().getPath());
            if (allowed.isPresent()) {
                return Responses.of(Reply.methodNotAllowed(request.getMethod(), allowed.get()));
            }
        }
        if (status == Reason.NOT_ACCEPTABLE.status()) {
            return Responses.of(Reply.notAcceptable());
        }
        return response(
                switch (status) {
                    case 404 ->
                        Problem.of(Reason.NOT_FOUND, "There is nothing here; photographs go to POST /classify.");
                    case 415 -> Problem.of(Reason.UNSUPPORTED_CONTENT_TYPE, "The content type cannot be read.");
                    case 503 -> Problem.of(Reason.UNAVAILABLE, "Ask again in a moment.");
                    default ->
                        status < Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()
                                ? Problem.of(Reason.MALFORMED_REQUEST, "The request cannot be understood.")
                                : Failures.log(refusal);
                });
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
        return Responses.of(Reply.of(problem));
    }
}
