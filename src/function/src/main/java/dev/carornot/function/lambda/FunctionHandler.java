package dev.carornot.function.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.carornot.function.metric.InvocationMetrics;
import dev.carornot.function.model.EarlyEngine;
import dev.carornot.function.request.RequestId;
import io.quarkus.arc.Arc;
import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What Lambda's Java runtime calls: {@code dev.carornot.function.lambda.FunctionHandler::handleRequest}. Beyond what Funqy's
 * own handler does, the engine is loaded beside the framework, the application starts before the first event and not with it,
 * and a function gets to know how much time it has.
 */
public final class FunctionHandler implements RequestStreamHandler {
    private final FunqyStreamHandler funqy;

    /** Starts the application, as Lambda's runtime does once for each execution environment. */
    public FunctionHandler() {
        EarlyEngine.begin();
        try {
            funqy = new FunqyStreamHandler();
            Quarkus.manualStart();
        } catch (RuntimeException e) {
            throw sentence(e);
        }
    }

    /** In one piece, so that Lambda takes it for lines of its own, and past the log, which would put JSON into JSON. */
    private static void writeMetrics() {
        String lines = Arc.container()
                .instance(InvocationMetrics.class)
                .get()
                .take(RequestId.current().map(RequestId::text).orElse(""));
        if (!lines.isEmpty()) {
            byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
    }

    /** Of what is wrong with the settings Lambda shows its users the message alone, as Quarkus does elsewhere. */
    private static RuntimeException sentence(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException) {
                return new FunctionException(cause.getMessage());
            }
        }
        return failure;
    }

    /** @param context null where there is none, in tests */
    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        InvocationTime time = Arc.container().instance(InvocationTime.class).get();
        if (context != null) {
            time.begin(Duration.ofMillis(context.getRemainingTimeInMillis()));
            RequestId.of(context.getAwsRequestId()).begin();
        }
        try {
            funqy.handleRequest(event, answer, context);
        } finally {
            writeMetrics();
            RequestId.end();
            time.end();
        }
    }
}
