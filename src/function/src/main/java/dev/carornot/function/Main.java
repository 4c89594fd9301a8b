package dev.carornot.function;

import dev.carornot.function.model.EarlyEngine;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * Starts the application, and the engine beside it. Under Lambda's managed Java runtime and in tests nobody calls it, and
 * nobody needs to.
 */
@QuarkusMain
public final class Main {
    /** The argument with which an image starts on AWS Lambda. */
    private static final String LAMBDA = "lambda";

    private Main() {}

    /**
     * Returns when the application ends.
     *
     * @param arguments {@value #LAMBDA} to ask AWS Lambda for work; none to listen for requests
     * @throws IllegalStateException when Lambda cannot be asked
     */
    public static void main(String... arguments) {
        if (List.of(arguments).contains(LAMBDA)) {
            LambdaClient.run();
            return;
        }
        TemporaryFolder.complaint().ifPresent(complaint -> {
            System.err.println(complaint);
            System.exit(1);
        });
        EarlyEngine.begin();
        Quarkus.run(arguments);
    }
}
