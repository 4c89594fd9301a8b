package dev.carornot.function.key;

import dev.carornot.function.CarOrNotConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * The keys, one of which a request must bear as {@code Authorization: Bearer KEY} (RFC 6750) where any are configured. Digests of
 * them are kept and not they. Immutable and thread-safe.
 */
@Startup
@Singleton
public final class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);

    static final String KEYS = "carornot.api-keys";
    static final String FILE = "carornot.api-keys-file";

    /** In characters: 128 bits in hexadecimal, which nobody guesses. Keys are no passwords, so a fast digest does. */
    static final int SHORTEST = 32;

    /** In characters: what a header has room for beside everything else (Vert.x takes 8 KB of headers). */
    static final int LONGEST = 512;

    private static final String ADVICE = "; make one with 'openssl rand -hex 32'.";

    /** What a bearer token may be (RFC 6750, section 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** A header with one. Schemes are the same in either case (RFC 9110, section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+) *");

    private final List<byte[]> digests;

    /** What a request's key is worth. */
    public enum Check {
        /** One of the keys, or none is asked for. */
        GOOD,
        /** No key where one is asked for. */
        MISSING,
        /** A key that is none of them. */
        WRONG
    }

    /** @throws ConfigurationException when a key is none or can be guessed, or where none would ever be asked for */
    @Inject
    ApiKeys(CarOrNotConfig config, Config all, VertxHttpConfig http) {
        this(keys(config, all));
        if (!digests.isEmpty() && !http.hostEnabled()) {
            throw new ConfigurationException(
                    "API keys are configured, but nothing listens for HTTP here: on AWS Lambda, IAM"
                            + " decides who may ask; leave out " + KEYS + " and " + FILE + ".");
        }
        if (!digests.isEmpty()) {
            LOG.infof("Whoever asks needs an API key; %d will do", digests.size());
        }
    }

    /** @param keys in plain text; none when everybody may ask */
    ApiKeys(List<String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            require(keys.get(i), i + 1);
        }
        this.digests = keys.stream().map(ApiKeys::digest).toList();
    }

    private static List<String> keys(CarOrNotConfig config, Config all) {
        List<String> keys = new ArrayList<>(config.apiKeys().orElse(List.of()));
        config.apiKeysFile().map(Path::of).map(ApiKeys::lines).ifPresent(keys::addAll);
        // A secret that is not there arrives as an empty text, and must not open the door.
        for (String setting : List.of(KEYS, FILE)) {
            if (keys.isEmpty() && all.getConfigValue(setting).getRawValue() != null) {
                throw new ConfigurationException(
                        setting + " is set and there is no key in it; put one there, or leave the setting out.");
            }
        }
        return keys;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            // Without the cause: Quarkus says the innermost exception's sentence, if it is one of the configuration.
            throw new ConfigurationException(FILE + ": " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "); name a readable file with a key on each line.");
        }
    }

    /** Says nothing of the key but how long it is. */
    private static void require(String key, int number) {
        String which = "API key " + number + " has ";
        if (key.length() < SHORTEST) {
            throw new ConfigurationException(which + key.length() + " characters, and one of less than " + SHORTEST
                    + " can be guessed" + ADVICE);
        }
        if (key.length() > LONGEST) {
            throw new ConfigurationException(which + key.length() + " characters, more than the " + LONGEST
                    + " that a header has room for" + ADVICE);
        }
        if (!TOKEN.matcher(key).matches()) {
            throw new ConfigurationException(
                    which + "characters other than A-Z a-z 0-9 . _ ~ + / - and = at its end" + ADVICE);
        }
    }

    /** Whether there are any, so that whoever asks needs one. */
    public boolean areNeeded() {
        return !digests.isEmpty();
    }

    /**
     * What a request's header {@code Authorization} is worth; takes as long whichever key it is or is not.
     *
     * @param authorization the header's value, or null
     */
    public Check check(String authorization) {
        if (digests.isEmpty()) {
            return Check.GOOD;
        }
        return token(authorization)
                .map(token -> isKnown(digest(token)) ? Check.GOOD : Check.WRONG)
                .orElse(Check.MISSING);
    }

    private static Optional<String> token(String authorization) {
        if (authorization == null) {
            return Optional.empty();
        }
        Matcher bearer = BEARER.matcher(authorization);
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    private boolean isKnown(byte[] digest) {
        boolean isKnown = false;
        for (byte[] known : digests) {
            // All of them, in constant time each.
            isKnown |= MessageDigest.isEqual(known, digest);
        }
        return isKnown;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
