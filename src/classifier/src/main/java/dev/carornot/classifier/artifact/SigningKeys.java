package dev.carornot.classifier.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys (RFC 8032) in files as OpenSSL writes and reads them (RFC 8410, PEM), and the signing of manifests with them.
 * Stateless and thread-safe.
 */
public final class SigningKeys {
    /** The private key's file, PKCS #8; on systems that know owners, only its owner may read it. */
    public static final String PRIVATE_FILE = "private.pem";

    /** The public key's file. */
    public static final String PUBLIC_FILE = "public.pem";

    static final String ALGORITHM = "Ed25519";

    private static final String OWNER_ONLY = "rw-------";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    /** A key's file has about 120 bytes. */
    private static final int MAX_BYTES = 10_000;

    private static final int PEM_LINE = 64;
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{40,}={0,2}");

    private SigningKeys() {}

    /**
     * Makes a pair of keys and writes it to {@value #PRIVATE_FILE} and {@value #PUBLIC_FILE}.
     *
     * @param folder is created where it is absent
     * @throws ArtifactException when a key is there already: a key that is lost cannot be had again
     */
    public static void create(Path folder) throws ArtifactException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw impossible(e);
        }
        Path privateFile = folder.resolve(PRIVATE_FILE);
        Path publicFile = folder.resolve(PUBLIC_FILE);
        try {
            Files.createDirectories(folder);
            for (Path file : new Path[] {privateFile, publicFile}) {
                if (Files.exists(file)) {
                    throw new FileAlreadyExistsException(file.toString());
                }
            }
            createPrivate(privateFile);
            Files.writeString(privateFile, pem(PRIVATE, pair.getPrivate()), StandardCharsets.US_ASCII);
            NewFiles.write(
                    publicFile, ByteBuffer.wrap(pem(PUBLIC, pair.getPublic()).getBytes(StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException e) {
            throw new ArtifactException(
                    e.getMessage() + " is there already, and a key is never overwritten; name another folder.", e);
        } catch (IOException e) {
            throw new ArtifactException("Keys cannot be written to " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    /** Empty, and nobody else's to read from the beginning. */
    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        } else {
            Files.createFile(file);
        }
    }

    /**
     * Signs an artifact, once every byte of it has been looked at: writes {@link Artifact#SIGNATURE}, 64 bytes, beside the
     * manifest. A signature that is there is replaced.
     *
     * @throws ArtifactException when the artifact is damaged or the signature cannot be written
     */
    public static void sign(Path artifactFolder, PrivateKey key) throws ArtifactException {
        FolderFiles files = new FolderFiles(artifactFolder);
        Artifact.openVerified(files);
        Path file = artifactFolder.resolve(Artifact.SIGNATURE);
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(files.read(Artifact.MANIFEST));
            NewFiles.replace(file.toAbsolutePath(), ByteBuffer.wrap(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw impossible(e);
        } catch (IOException e) {
            throw new ArtifactException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /**
     * A private key from its file.
     *
     * @throws ArtifactException when the file holds no Ed25519 private key in PEM
     */
    public static PrivateKey readPrivate(Path file) throws ArtifactException {
        byte[] encoded = decode(read(file), PRIVATE, file.toString());
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw noKey(file.toString(), PRIVATE, e);
        }
    }

    /**
     * A public key by the line that configures it.
     *
     * @param fileOrText the path of a PEM file, or what stands between its first and its last line, or all of it
     * @throws ArtifactException when it is neither
     */
    public static PublicKey readPublic(String fileOrText) throws ArtifactException {
        String line = fileOrText.strip();
        boolean text = PEM.matcher(line).find() || BASE64.matcher(line).matches();
        String source = text ? "The text that is given as a public key" : line;
        byte[] encoded = decode(text ? line : read(path(line)), PUBLIC, source);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw noKey(source, PUBLIC, e);
        }
    }

    private static Path path(String line) throws ArtifactException {
        try {
            return Path.of(line);
        } catch (InvalidPathException e) {
            throw new ArtifactException("'" + line + "' is neither a public key nor a file that holds one.", e);
        }
    }

    private static String read(Path file) throws ArtifactException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ArtifactException(
                        file + " holds no key: it has " + Bytes.count(Files.size(file)) + "; name a PEM file.");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            throw new ArtifactException("There is no key '" + file + "'; name a PEM file.", e);
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw new ArtifactException("The key " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static byte[] decode(String text, String kind, String source) throws ArtifactException {
        Matcher pem = PEM.matcher(text);
        boolean framed = pem.find();
        if (framed && !pem.group(1).equals(kind)) {
            throw noKey(source, kind, null);
        }
        try {
            return Base64.getMimeDecoder().decode(framed ? pem.group(2) : text);
        } catch (IllegalArgumentException e) {
            throw noKey(source, kind, e);
        }
    }

    private static String pem(String kind, Key key) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n-----END "
                + kind + "-----\n";
    }

    private static ArtifactException noKey(String source, String kind, Exception cause) {
        return new ArtifactException(
                source + " holds no Ed25519 " + (kind.equals(PRIVATE) ? "private" : "public")
                        + " key; 'car-or-not keys create' makes a pair.",
                cause);
    }

    private static IllegalStateException impossible(GeneralSecurityException e) {
        return new IllegalStateException("Java 15 and newer have Ed25519.", e);
    }
}
