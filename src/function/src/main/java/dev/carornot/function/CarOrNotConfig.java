package dev.carornot.function;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Every setting of the application that is its own and not Quarkus's. Each key is a property ({@code carornot.model.uri}),
 * an environment variable ({@code CARORNOT_MODEL_URI}) or a system property. Immutable and thread-safe.
 */
@ConfigMapping(prefix = "carornot")
public interface CarOrNotConfig {
    Model model();

    Limits limits();

    Upload upload();

    /**
     * How many threads work on one photograph in the network. 1 answers the most photographs a second; as many as there are
     * processors answer a single one soonest.
     */
    @WithDefault("1")
    int threads();

    /** How many photographs are decoded and classified at once; the processors divided by {@link #threads()} unless set. */
    OptionalInt predictors();

    /**
     * How many requests may wait for a predictor; 8 for each predictor unless it is set. Those beyond it are answered with
     * status 503 at once.
     */
    OptionalInt queue();

    /**
     * The arithmetic: {@code int8}, {@code bf16}, {@code fp32}, {@code eager}, or {@code auto} for the fastest that the
     * artifact and the processor allow.
     */
    @WithDefault("auto")
    String precision();

    /**
     * What runs the network: {@code pytorch}, or {@code onnxruntime} in a build with {@code -Ponnxruntime}. Unless it is set,
     * the one that the build carries.
     */
    Optional<String> engine();

    /**
     * Keys, separated by commas, one of which whoever asks over HTTP must send: {@code Authorization: Bearer KEY}. 32 characters
     * at least; two while one replaces the other. Unless it or {@link #apiKeysFile()} is set, everybody may ask. Not on Lambda,
     * where IAM decides.
     */
    Optional<List<String>> apiKeys();

    /** A file with such keys, one on each line; read at the start. */
    Optional<String> apiKeysFile();

    interface Model {
        /**
         * Where the model is: {@code classpath:<folder>}, or an artifact's folder or a model store, with or without {@code
         * file:}, or {@code s3://<bucket>/<prefix>}; see {@link dev.carornot.classifier.artifact.ArtifactLocation}. The default is the small starter model
         * inside the application.
         */
        @WithDefault("classpath:starter")
        String uri();

        /**
         * Where a second model is, to be compared with the first: {@code POST /classify?model=beside} asks it. It is opened
         * after the first, stays the one that it is, and what is wrong with it stops nothing. On Lambda there is none.
         */
        Optional<String> beside();

        /** The folder for what is downloaded from S3. */
        @WithDefault("${java.io.tmpdir}/car-or-not")
        String cache();

        /**
         * How often to look whether another version has become current, e.g. {@code 1m}. Unless it is set, the application
         * serves the version that it has found at the start. On Lambda it is looked before a photograph is classified, when
         * the time has come.
         */
        Optional<Duration> refresh();

        /**
         * An Ed25519 public key, as the path of a PEM file or as the text in it. When it is set, a model whose manifest is
         * not signed with the matching private key is refused.
         */
        Optional<String> publicKey();
    }

    interface Limits {
        /** Largest photograph, in bytes. */
        @WithDefault("20000000")
        long bytes();

        /** Largest photograph, in pixels: width x height as its header states them. */
        @WithDefault("50000000")
        long pixels();

        /**
         * What all photographs that are decoded at once may take of memory, in bytes, heap and native memory together; half of
         * the heap's greatest size and 1 GiB at most unless it is set. Those that need much wait for each other; one that
         * needs more than all of it is refused.
         */
        OptionalLong memory();

        /**
         * Largest request over HTTP, in bytes: all its photographs and what multipart puts around them. At least {@link
         * #bytes()}, and at most {@code quarkus.http.limits.max-body-size}.
         */
        @WithDefault("25000000")
        long request();

        /** How long a request's body may take to arrive over HTTP. */
        @WithDefault("PT60S")
        Duration arrival();

        /**
         * Largest sum of all requests over HTTP that are held at one time, in bytes; a quarter of the heap unless it is set,
         * and at least {@link #request()}. Those beyond it are answered with status 503 at once.
         */
        OptionalLong held();
    }

    /** Of the function {@code classify-upload}. */
    interface Upload {
        /** What becomes of an outcome: {@code tags} of the object, a {@code json} document, or {@code both}. */
        @WithDefault("tags")
        String write();

        /** Where the JSON documents go: {@code s3://bucket/prefix/}; needed for {@code json} and {@code both}. */
        Optional<String> results();

        /** What keys of photographs begin with; others are left alone. */
        Optional<String> prefix();

        /**
         * The bucket of the photographs, if it is known: then a place for results that would count as uploads again stops the
         * start, and does not wait for the first event.
         */
        Optional<String> bucket();
    }
}
