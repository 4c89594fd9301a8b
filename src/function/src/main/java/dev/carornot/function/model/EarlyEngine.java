package dev.carornot.function.model;

import dev.carornot.classifier.program.TorchEngine;

/** Loads the engine's libraries while the framework starts: most of the time that either takes, the other does not need. */
public final class EarlyEngine {
    private EarlyEngine() {}

    /** Begins, and returns at once. */
    public static void begin() {
        Thread thread = new Thread(EarlyEngine::load, "engine");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        try {
            TorchEngine.load();
        } catch (RuntimeException | LinkageError e) {
            // Opening the model meets it again, and says so in a sentence.
            return;
        }
    }
}
