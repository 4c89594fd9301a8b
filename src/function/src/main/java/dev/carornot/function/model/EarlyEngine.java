package dev.carornot.function.model;

import dev.carornot.classifier.program.TorchEngine;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

/**
 * Loads the engine's libraries while the framework starts: most of the time that either takes, the other does not need.
 * Thread-safe.
 */
public final class EarlyEngine {
    private final CountDownLatch logging = new CountDownLatch(1);

    private EarlyEngine() {}

    /** Begins, sets logging up meanwhile, and returns. To be called before anything logs. */
    public static void begin() {
        // What the class that Quarkus generates would do first.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        EarlyEngine engine = new EarlyEngine();
        Thread thread = new Thread(engine::load, "engine");
        thread.setDaemon(true);
        thread.start();
        // Both threads log. Each would begin to set logging up at another end, and wait for the other for ever.
        LogManager.getLogManager();
        engine.logging.countDown();
    }

    private void load() {
        try {
            TorchEngine.preload();
            logging.await();
            TorchEngine.load();
        } catch (RuntimeException | LinkageError e) {
            // Opening the model meets it again, and says so in a sentence.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
