package dev.carornot.function.http;

import dev.carornot.function.answer.ContentTag;
import dev.carornot.function.metric.Metrics;
import dev.carornot.function.problem.Problem;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** What every answer of a resource says beside its body; refusals are counted on the way. Thread-safe. */
final class AnswerHeaders {
    /** Methods whose answers a sender may have already. */
    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ContentTag tags;
    private final Metrics metrics;

    AnswerHeaders(ContentTag tags, Metrics metrics) {
        this.tags = tags;
        this.metrics = metrics;
    }

    @ServerResponseFilter
    void add(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem) {
            metrics.refused(problem.reason());
        }
        if (response.getStatus() != Status.OK.getStatusCode() || response.getEntity() == null) {
            return;
        }
        String tag = tags.of(response.getEntity());
        response.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        if (SAFE.contains(request.getMethod())
                && ContentTag.isAmong(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatus(Status.NOT_MODIFIED.getStatusCode());
            response.setEntity(null);
        }
    }
}
