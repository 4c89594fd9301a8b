package dev.carornot.function;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every setting of the application that is its own and not Quarkus's. Each key is a property ({@code carornot.model.uri}),
 * an environment variable ({@code CARORNOT_MODEL_URI}) or a system property. Immutable and thread-safe.
 */
@ConfigMapping(prefix = "carornot")
public interface CarOrNotConfig {
    Model model();

    Limits limits();

    /**
     * How many photographs are in the network at once; one for each processor unless it is set. The processors are shared
     * out among them: 1 gives a single photograph all of them, the default serves the most photographs.
     */
    OptionalInt predictors();

    /**
     * What runs the network: {@code pytorch}, or {@code onnxruntime} in a build with {@code -Ponnxruntime}. Unless it is set,
     * the one that the build carries.
     */
    Optional<String> engine();

    interface Model {
        /**
         * Where the model is: {@code classpath:<folder>}, or an artifact's folder or a model store, with or without {@code
         * file:}; see {@link dev.carornot.classifier.artifact.ArtifactLocation}. The default is the small starter model
         * inside the application.
         */
        @WithDefault("classpath:starter")
        String uri();
    }

    interface Limits {
        /** Largest photograph, in bytes. */
        @WithDefault("20000000")
        long bytes();

        /** Largest photograph, in pixels: width x height as its header states them. */
        @WithDefault("50000000")
        long pixels();

        /**
         * Largest request over HTTP, in bytes: all its photographs and what multipart puts around them. At least {@link
         * #bytes()}, and at most {@code quarkus.http.limits.max-body-size}.
         */
        @WithDefault("25000000")
        long request();
    }
}
