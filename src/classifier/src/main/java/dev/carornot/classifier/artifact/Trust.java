package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/**
 * Whose artifacts are opened. Asked before anything is read from a manifest, and so before anything that the manifest
 * vouches for, which is every other file. Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface Trust {
    /** Anyone's: a signature that is there is not looked at. */
    Trust ANYONE = (manifest, signature, source) -> {};

    /**
     * Looks whether a manifest may be believed.
     *
     * @param manifest its bytes
     * @param signature how the bytes of its signature are read; throws {@link NoSuchFileException} when there
     *     is none
     * @param source what to call the manifest in messages
     * @throws ArtifactException when it may not
     */
    void check(byte[] manifest, SignatureFile signature, String source) throws ArtifactException;

    /** The bytes of a signature. */
    @FunctionalInterface
    interface SignatureFile {
        byte[] read() throws IOException;
    }

    /**
     * Only what the owner of the matching private key has signed: Ed25519 (RFC 8032) over the manifest's bytes.
     *
     * @param key an Ed25519 key
     */
    static Trust in(PublicKey key) {
        return (manifest, signature, source) -> {
            byte[] bytes;
            try {
                bytes = signature.read();
            } catch (NoSuchFileException e) {
                throw new ArtifactException(
                        source + " is not signed (it has no " + Artifact.SIGNATURE
                                + "), and only models that are signed are accepted here.",
                        e);
            } catch (ArtifactException e) {
                throw e;
            } catch (IOException e) {
                throw new ArtifactException(
                        "The signature of " + source + " cannot be read: " + e.getMessage() + ".", e);
            }
            if (!verifies(key, manifest, bytes)) {
                throw new ArtifactException(
                        source + " is not to be trusted: its signature is not the one that the public key asks for.");
            }
        };
    }

    private static boolean verifies(PublicKey key, byte[] manifest, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(SigningKeys.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(manifest);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            // Of another length, or no point of the curve.
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("An Ed25519 key is needed.", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 15 and newer have Ed25519.", e);
        }
    }
}
