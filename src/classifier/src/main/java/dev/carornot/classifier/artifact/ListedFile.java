package dev.carornot.classifier.artifact;

import java.nio.ByteBuffer;

/** A file that a manifest lists, of the right length; its content is verified before anybody gets it. Thread-safe. */
final class ListedFile {
    private final String name;
    private final ByteBuffer bytes;
    private final String sha256;
    private boolean verified;

    /**
     * @param name for messages
     * @param bytes whole, mapped where possible
     * @param sha256 64 lower-case hexadecimal digits, as the manifest says
     */
    ListedFile(String name, ByteBuffer bytes, String sha256) {
        this.name = name;
        this.bytes = bytes;
        this.sha256 = sha256;
    }

    String name() {
        return name;
    }

    /**
     * The whole file; the first time every byte is looked at.
     *
     * @throws ArtifactException when its SHA-256 is not the manifest's
     */
    synchronized ByteBuffer content() throws ArtifactException {
        if (!verified) {
            String found = Digests.sha256(bytes);
            if (!found.equals(sha256)) {
                throw new ArtifactException(
                        name + " is damaged: its SHA-256 is " + found + ", and the manifest says " + sha256 + ".");
            }
            verified = true;
        }
        return bytes.duplicate().order(bytes.order());
    }
}
