package dev.carornot.function;

import dev.carornot.function.model.EarlyEngine;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the application, and the engine beside it. On Lambda and in tests nobody calls it, and nobody needs to. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        EarlyEngine.begin();
        Quarkus.run(arguments);
    }
}
