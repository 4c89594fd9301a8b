package dev.carornot.function;

import dev.carornot.function.model.EarlyEngine;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the application, and the engine beside it. On Lambda and in tests nobody calls it, and nobody needs to. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        // What the class that Quarkus generates would do first; the engine's libraries log.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        EarlyEngine.begin();
        Quarkus.run(arguments);
    }
}
