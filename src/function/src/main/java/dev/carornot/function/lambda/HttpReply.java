package dev.carornot.function.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * What a Lambda function URL or an API Gateway HTTP API wants back (payload format 2.0).
 *
 * @param body JSON text, or base64 where {@code isBase64Encoded}
 */
@RegisterForReflection
public record HttpReply(
        int statusCode,
        Map<String, String> headers,
        String body,
        @JsonProperty("isBase64Encoded") boolean isBase64Encoded) {}
