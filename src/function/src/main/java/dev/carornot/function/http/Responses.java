package dev.carornot.function.http;

import dev.carornot.function.answer.Reply;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Replies as quarkus-rest sends them. */
final class Responses {
    private Responses() {}

    static Response of(Reply reply) {
        return builder(reply).build();
    }

    static Response.ResponseBuilder builder(Reply reply) {
        Response.ResponseBuilder response = Response.status(reply.status()).entity(reply.body());
        if (reply.mediaType() != null) {
            response.type(reply.mediaType()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        }
        reply.headers().forEach(response::header);
        return response;
    }
}
