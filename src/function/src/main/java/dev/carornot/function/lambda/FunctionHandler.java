package dev.carornot.function.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.carornot.function.model.EarlyEngine;
import io.quarkus.arc.Arc;
import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * What Lambda's Java runtime calls: {@code dev.carornot.function.lambda.FunctionHandler::handleRequest}. Beyond what Funqy's
 * own handler does, the engine is loaded beside the framework, the application starts before the first event and not with it,
 * and a function gets to know how much time it has.
 */
public final class FunctionHandler implements RequestStreamHandler {
    /** Set by Lambda: with {@code snap-start} native libraries must not be loaded before the snapshot is taken. */
    private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";

    private final FunqyStreamHandler funqy;

    public FunctionHandler() {
        boolean snapshot = "snap-start".equals(System.getenv(INITIALIZATION));
        if (!snapshot) {
            EarlyEngine.begin();
        }
        funqy = new FunqyStreamHandler();
        if (!snapshot) {
            Quarkus.manualStart();
        }
    }

    /** @param context null where there is none, in tests */
    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        // The same as in the constructor, unless that was for a snapshot.
        Quarkus.manualStart();
        InvocationTime time = Arc.container().instance(InvocationTime.class).get();
        if (context != null) {
            time.begin(Duration.ofMillis(context.getRemainingTimeInMillis()));
        }
        try {
            funqy.handleRequest(event, answer, context);
        } finally {
            time.end();
        }
    }
}
