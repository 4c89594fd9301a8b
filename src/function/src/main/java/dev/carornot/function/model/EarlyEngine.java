package dev.carornot.function.model;

import dev.carornot.classifier.program.TorchEngine;
import java.util.concurrent.CountDownLatch;

/**
 * Loads the engine's libraries while the framework starts: most of the time that either takes, the other does not need.
 * Thread-safe.
 */
public final class EarlyEngine {
    private final CountDownLatch logging = new CountDownLatch(1);

    private EarlyEngine() {}

    /** Begins, and returns at once. */
    public static EarlyEngine begin() {
        EarlyEngine engine = new EarlyEngine();
        Thread thread = new Thread(engine::load, "engine");
        thread.setDaemon(true);
        thread.start();
        return engine;
    }

    /** To be called when logging is set up; until then only what does not log is done. */
    public void mayLog() {
        logging.countDown();
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
