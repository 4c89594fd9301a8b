package dev.carornot.classifier.artifact;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for what models, versions and an artifact's files may be called, so that each is safe as a file name and as a part
 * of a key. Stateless and thread-safe.
 */
public final class ArtifactNames {
    /** In a model's folder, the file that names the version in use; so no version may be called so. */
    static final String CURRENT = "current";

    /** Begins with a letter or digit: neither hidden, nor {@code .} or {@code ..}, nor an option on a command line. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    /** What common file systems allow for one segment. */
    private static final int LONGEST_SEGMENT = 255;

    private static final int LONGEST_PATH = 1024;

    private ArtifactNames() {}

    /** Whether a model or version may be called so. */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches() && !name.equals(CURRENT);
    }

    /** Why a model or version cannot be called so, as the end of a sentence; empty when it can. */
    static Optional<String> objectionToName(String name) {
        return isName(name)
                ? Optional.empty()
                : Optional.of(
                        "a name is 1 to 100 of a-z, 0-9, '.', '_' and '-', begins with a letter or digit and is not '"
                                + CURRENT + "'");
    }

    /**
     * A name for a model or a version.
     *
     * @param what {@code "model"} or {@code "version"}
     * @param store what to call the store in messages
     * @throws ArtifactException when it will not do
     */
    public static String requireName(String what, String name, String store) throws ArtifactException {
        Optional<String> objection = objectionToName(name);
        if (objection.isPresent()) {
            throw new ArtifactException(
                    "In " + store + " no " + what + " can be called '" + name + "': " + objection.get() + ".");
        }
        return name;
    }

    /**
     * Looks whether an artifact lies where its manifest says.
     *
     * @param place what to call the place in messages
     * @throws ArtifactException when it is another model, or another version of it
     */
    public static void requirePlace(Manifest manifest, String model, String version, String place)
            throws ArtifactException {
        if (!manifest.name().equals(model) || !manifest.version().equals(version)) {
            throw new ArtifactException(place + " is out of place: its manifest says that it is version '"
                    + manifest.version() + "' of '" + manifest.name() + "'.");
        }
    }

    /** Why a file of an artifact cannot have this path, as the end of a sentence; empty when it can. */
    static Optional<String> objectionToPath(String path) {
        if (path == null || path.isEmpty()) {
            return Optional.of("a path is empty");
        }
        if (path.length() > LONGEST_PATH) {
            return Optional.of("a path is longer than " + LONGEST_PATH + " characters");
        }
        if (path.chars().anyMatch(c -> Character.isISOControl(c))) {
            return Optional.of("a path holds control characters");
        }
        // On Windows a backslash parts segments, and a colon names drives and hidden streams.
        if (path.indexOf('\\') >= 0 || path.indexOf(':') >= 0) {
            return Optional.of("the path '" + path + "' holds a backslash or a colon");
        }
        if (path.startsWith("/")) {
            return Optional.of("the path '" + path + "' is absolute");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.of("the path '" + path + "' holds an empty segment, '.' or '..'");
            }
            if (segment.length() > LONGEST_SEGMENT) {
                return Optional.of("a path has a segment of more than " + LONGEST_SEGMENT + " characters");
            }
        }
        return Optional.empty();
    }
}
