package dev.carornot.classifier.artifact;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model's file {@code current} says: the version in use in its first line, and in the lines below those that were in
 * use before, the latest first. One file, so that the version and the way back move at once. Immutable and thread-safe.
 *
 * @param versions names; no version follows itself
 */
public record CurrentVersions(List<String> versions) {
    /** The file's name, in a model's folder. */
    public static final String FILE = ArtifactNames.CURRENT;

    /** A longer way back nobody goes; older versions stay in the store and can be promoted by name. */
    static final int MOST = 20;

    /** Twenty names of at most 100 characters, and line ends that an editor may have made two bytes. */
    public static final int MAX_BYTES = 2_048;

    /** Of a model that has no current version. */
    public static final CurrentVersions NONE = new CurrentVersions(List.of());

    public CurrentVersions {
        versions = List.copyOf(versions);
    }

    /**
     * Reads the file's content.
     *
     * @param bytes at most {@link #MAX_BYTES} and one more of it
     * @param length how many bytes it has in truth
     * @param source what to call the file in messages
     * @throws ArtifactException when it does not name versions
     */
    public static CurrentVersions read(byte[] bytes, long length, String source) throws ArtifactException {
        if (length > MAX_BYTES) {
            throw new ArtifactException(
                    source + " is damaged: it has " + Bytes.count(length) + " instead of a version's name.");
        }
        List<String> names = new String(bytes, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .toList();
        if (names.isEmpty() || !names.stream().allMatch(ArtifactNames::isName)) {
            throw new ArtifactException(source + " is damaged: what it holds is no version's name.");
        }
        return new CurrentVersions(names);
    }

    /** The version in use. */
    public Optional<String> current() {
        return versions.stream().findFirst();
    }

    /** With another version in use, from which the way leads back to the one that is now. */
    public CurrentVersions movedTo(String version) {
        if (current().filter(version::equals).isPresent()) {
            return this;
        }
        return new CurrentVersions(
                Stream.concat(Stream.of(version), versions.stream()).limit(MOST).toList());
    }

    /**
     * With the version in use that was in use before.
     *
     * @param place what to call the model's place in messages
     * @throws ArtifactException when there was none
     */
    public CurrentVersions requireMovedBack(String place) throws ArtifactException {
        if (versions.size() < 2) {
            throw new ArtifactException(place + " cannot be rolled back: no version was current before"
                    + current().map(version -> " " + version).orElse("") + "; promote one of those that it holds.");
        }
        return new CurrentVersions(versions.subList(1, versions.size()));
    }

    /** The version in use, of which there must be one. */
    public String requireCurrent() {
        return versions.get(0);
    }

    /** The file's content: US-ASCII, a line feed after each name. */
    public byte[] bytes() {
        return (String.join("\n", versions) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
