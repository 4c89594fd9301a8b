package dev.carornot.function;

import dev.carornot.function.lambda.FunctionHandler;
import java.lang.reflect.InvocationTargetException;

/**
 * AWS's runtime interface client: asks Lambda's Runtime API for events and hands them to the Funqy function that is exported.
 * Quarkus has a loop of its own for native images only.
 */
final class LambdaClient {
    // By name: the managed Java runtime has a program of its own, and a native image needs none.
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Starts the application and the engine beside it. */
    private static final String HANDLER = FunctionHandler.class.getName() + "::handleRequest";

    private LambdaClient() {}

    /**
     * Does not return while Lambda has work.
     *
     * @throws IllegalStateException when there is no Runtime API, or the application does not start
     */
    static void run() {
        try {
            Class.forName(CLIENT).getMethod("main", String[].class).invoke(null, (Object) new String[] {HANDLER});
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("AWS Lambda could not be asked for work.", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("AWS Lambda's runtime interface client is not in this build.", e);
        }
    }
}
