package dev.carornot.function;

import dev.carornot.function.model.EarlyEngine;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.LogManager;

/** Starts the application, and the engine beside it. On Lambda and in tests nobody calls it, and nobody needs to. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        // What the class that Quarkus generates would do first.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        EarlyEngine engine = EarlyEngine.begin();
        // Both threads log. Each would begin to set logging up at another end, and wait for the other for ever.
        LogManager.getLogManager();
        engine.mayLog();
        Quarkus.run(arguments);
    }
}
