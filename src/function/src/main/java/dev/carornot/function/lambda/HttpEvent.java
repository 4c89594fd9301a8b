package dev.carornot.function.lambda;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carornot.function.request.RequestId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What a Lambda function URL or an API Gateway HTTP API sends (payload format 2.0), as far as it is looked at. Every
 * component may be null: the event can come from anybody who may invoke the function.
 *
 * @param rawPath the path, with the stage's name in front unless the stage is {@code $default}
 * @param headers by name, in lower case; several values of one name are joined with commas
 * @param queryStringParameters by name, decoded; several values of one name are joined with commas
 * @param body text, or base64 where {@code isBase64Encoded}
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record HttpEvent(
        String rawPath,
        Map<String, String> headers,
        Map<String, String> queryStringParameters,
        RequestContext requestContext,
        String body,
        @JsonProperty("isBase64Encoded") boolean isBase64Encoded) {

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record RequestContext(String stage, String requestId, Http http) {}

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Http(String method) {}

    /** The method, or null when this is no HTTP event at all. */
    String method() {
        return requestContext == null || requestContext.http() == null
                ? null
                : requestContext.http().method();
    }

    /** The path without the stage's name. */
    String path() {
        String path = rawPath == null ? "/" : rawPath;
        String stage = requestContext == null ? null : "/" + requestContext.stage();
        return path.equals(stage) || path.startsWith(stage + "/") ? path.substring(stage.length()) : path;
    }

    /** A query parameter's value, or null. */
    String query(String name) {
        return queryStringParameters == null ? null : queryStringParameters.get(name);
    }

    /** What to call the request: as its sender does, or as AWS does. */
    RequestId id() {
        return RequestId.of(header(RequestId.HEADER), requestContext == null ? null : requestContext.requestId());
    }

    /** A header's value by its name in any case, or null. */
    String header(String name) {
        if (headers == null) {
            return null;
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
