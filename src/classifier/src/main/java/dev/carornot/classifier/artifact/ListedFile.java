package dev.carornot.classifier.artifact;

import java.nio.ByteBuffer;

/**
 * A file that a manifest lists, of the right length. It is read when it is first asked for, and verified before anybody gets
 * its content. Thread-safe.
 */
final class ListedFile {
    private final String name;
    private final String sha256;
    private final Once<ByteBuffer> content;

    /**
     * @param name for messages
     * @param reading how the whole file is read, mapped where possible
     * @param sha256 64 lower-case hexadecimal digits, as the manifest says
     */
    ListedFile(String name, Once.Reading<ByteBuffer> reading, String sha256) {
        this.name = name;
        this.sha256 = sha256;
        this.content = new Once<>(() -> verified(reading.read()));
    }

    String name() {
        return name;
    }

    /**
     * The whole file; the first time every byte is looked at.
     *
     * @throws ArtifactException when it cannot be read, or its SHA-256 is not the manifest's
     */
    ByteBuffer content() throws ArtifactException {
        ByteBuffer bytes = content.get();
        return bytes.duplicate().order(bytes.order());
    }

    private ByteBuffer verified(ByteBuffer bytes) throws ArtifactException {
        String found = Digests.sha256(bytes);
        if (!found.equals(sha256)) {
            throw new ArtifactException(
                    name + " is damaged: its SHA-256 is " + found + ", and the manifest says " + sha256 + ".");
        }
        return bytes;
    }
}
