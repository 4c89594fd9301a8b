package dev.carornot.training.device;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import java.util.Optional;

/**
 * What DJL's engine was loaded with.
 *
 * @param cuda whether its libraries are CUDA's
 * @param fault why it could not be loaded at all, in a few words
 */
record EngineLibraries(boolean cuda, Optional<String> fault) {
    /** Loads the engine, unless it is loaded. */
    static EngineLibraries find() {
        try {
            return new EngineLibraries(Engine.getInstance().hasCapability(StandardCapabilities.CUDA), Optional.empty());
        } catch (RuntimeException | LinkageError e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String message = cause.getClass().getSimpleName() + ": " + cause.getMessage();
            return new EngineLibraries(
                    false, Optional.of(message.lines().findFirst().orElse("").strip()));
        }
    }
}
