package dev.carornot.classifier.artifact;

import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model as files: every file that its manifest lists is there with the length that the manifest says. Its SHA-256 is
 * computed when it is first used, so that nothing unverified is ever used, and who uses one file does not wait for the
 * others. Whether the weights fit the network, and whether they are finite, is not its business. Thread-safe.
 */
public final class Artifact {
    /** The file that says what the artifact is and lists its other files. */
    public static final String MANIFEST = ManifestJson.FILE;

    /** The detached signature of the manifest, where the artifact is signed; no manifest lists it. */
    public static final String SIGNATURE = "manifest.sig";

    /** The file that holds the weights; every manifest lists it. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The file that holds the int8 weights, in artifacts whose manifest has a quantization. */
    public static final String INT8_WEIGHTS = "weights-int8.safetensors";

    /** A signature has 64. */
    private static final int MAX_SIGNATURE_BYTES = 1_024;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final ArtifactFiles place;
    private final Manifest manifest;
    private final String digest;
    private final Map<String, ListedFile> files;
    private final Once<TensorMap> weights;
    private final Optional<Once<QuantizedWeights>> quantized;

    private Artifact(
            ArtifactFiles place,
            Manifest manifest,
            String digest,
            Map<String, ListedFile> files,
            Once<TensorMap> weights,
            Optional<Once<QuantizedWeights>> quantized) {
        this.place = place;
        this.manifest = manifest;
        this.digest = digest;
        this.files = files;
        this.weights = weights;
        this.quantized = quantized;
    }

    /** As {@link #open(ArtifactFiles, Trust)}, whoever signed it or not. */
    public static Artifact open(ArtifactFiles files) throws ArtifactException {
        return open(files, Trust.ANYONE);
    }

    /**
     * Opens an artifact. Reads the manifest, and of the other files no more than how long they are; the weights stay mapped
     * where {@code files} maps them.
     *
     * @param trust is asked before anything is read from the manifest
     * @throws ArtifactException when a file is absent, of another length or not listed as it must be, when a path leaves the
     *     artifact, or when the manifest is of a newer schema or not to be trusted; the message names the file and the reason
     */
    public static Artifact open(ArtifactFiles files, Trust trust) throws ArtifactException {
        byte[] bytes = readTrusted(files, trust);
        Manifest manifest = parse(files, bytes);
        Map<String, ListedFile> listed = new LinkedHashMap<>();
        for (Manifest.FileEntry entry : manifest.files()) {
            listed.put(entry.path(), find(files, entry));
        }
        boolean quantized = !manifest.quantization().isNone();
        if (!listed.containsKey(WEIGHTS) || quantized != listed.containsKey(INT8_WEIGHTS)) {
            throw new ArtifactException(files.location() + "/" + ManifestJson.FILE + " is no valid manifest: "
                    + (listed.containsKey(WEIGHTS)
                            ? "a quantization and the file " + INT8_WEIGHTS + " go together."
                            : "it does not list " + WEIGHTS + "."));
        }
        return new Artifact(
                files,
                manifest,
                Digests.sha256(ByteBuffer.wrap(bytes)),
                listed,
                new Once<>(() -> tensors(listed.get(WEIGHTS))),
                quantized
                        ? Optional.of(new Once<>(
                                () -> new QuantizedWeights(manifest.quantization(), tensors(listed.get(INT8_WEIGHTS)))))
                        : Optional.empty());
    }

    /**
     * Opens an artifact and looks at every byte of it (about 60 ms for 100 MB in the page cache).
     *
     * @throws ArtifactException as {@link #open}, and when any file is damaged
     */
    public static Artifact openVerified(ArtifactFiles files) throws ArtifactException {
        return openVerified(files, Trust.ANYONE);
    }

    /** As {@link #openVerified(ArtifactFiles)}, of whom {@code trust} accepts. */
    public static Artifact openVerified(ArtifactFiles files, Trust trust) throws ArtifactException {
        Artifact artifact = open(files, trust);
        artifact.verify();
        return artifact;
    }

    /**
     * Looks at every byte of every listed file that nobody has used yet.
     *
     * @throws ArtifactException when one is damaged; names it
     */
    public void verify() throws ArtifactException {
        for (ListedFile file : files.values()) {
            file.content();
        }
        weights.get();
        if (quantized.isPresent()) {
            quantized.get().get();
        }
    }

    private static TensorMap tensors(ListedFile file) throws ArtifactException {
        try {
            return Safetensors.read(file.content(), file.name());
        } catch (TensorFileException e) {
            throw new ArtifactException(e.getMessage(), e);
        }
    }

    /**
     * The manifest alone; nothing that it lists is looked at.
     *
     * @throws ArtifactException as {@link #open(ArtifactFiles, Trust)}
     */
    public static Manifest readManifest(ArtifactFiles files, Trust trust) throws ArtifactException {
        return parse(files, readTrusted(files, trust));
    }

    private static byte[] readTrusted(ArtifactFiles files, Trust trust) throws ArtifactException {
        String source = files.location() + "/" + MANIFEST;
        byte[] bytes;
        try {
            // A copy: what is mapped may change between the check and the reading.
            bytes = copy(files.read(MANIFEST), ManifestJson.MAX_BYTES);
        } catch (NoSuchFileException e) {
            throw new ArtifactException(files.location() + " is no artifact: it holds no " + MANIFEST + ".", e);
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(files, MANIFEST, e);
        }
        trust.check(bytes, () -> copy(files.read(SIGNATURE), MAX_SIGNATURE_BYTES), source);
        return bytes;
    }

    private static Manifest parse(ArtifactFiles files, byte[] bytes) throws ArtifactException {
        String source = files.location() + "/" + MANIFEST;
        Manifest manifest = ManifestJson.read(ByteBuffer.wrap(bytes), source);
        requireSoundEntries(manifest, source);
        return manifest;
    }

    /** All of it, or one byte more than {@code most} of something longer: enough to be refused. */
    static byte[] copy(ByteBuffer bytes, int most) {
        byte[] copy = new byte[Math.min(bytes.remaining(), most + 1)];
        bytes.duplicate().get(copy);
        return copy;
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * SHA-256 of the manifest's bytes, 64 lower-case hexadecimal digits. The manifest lists the digests of all other files, so this one
     * stands for the whole artifact.
     */
    public String digest() {
        return digest;
    }

    /**
     * The weights by name.
     *
     * @throws ArtifactException when the file is damaged; names it
     */
    public TensorMap weights() throws ArtifactException {
        return weights.get();
    }

    /** Whether the artifact holds the network in 8 bits too. */
    public boolean isQuantized() {
        return quantized.isPresent();
    }

    /**
     * The network in 8 bits, where the artifact holds it.
     *
     * @throws ArtifactException when the file is damaged; names it
     */
    public Optional<QuantizedWeights> quantized() throws ArtifactException {
        return quantized.isPresent() ? Optional.of(quantized.get().get()) : Optional.empty();
    }

    /** The same artifact, in memory alone, with int8 weights besides: what it would be once they are written. */
    public Artifact with(QuantizedWeights other) {
        return new Artifact(
                place,
                manifest.withQuantization(other.quantization()),
                digest,
                files,
                weights,
                Optional.of(new Once<>(() -> other)));
    }

    /** What a program is generated from; it reads the weights of the precision that it is asked for, and no others. */
    public NetworkSource source() {
        return new NetworkSource(
                manifest.network(),
                manifest.input().normalization(),
                manifest.input().size().crop(),
                weights,
                quantized.map(there -> there));
    }

    /** Where it was opened, for messages. */
    public String location() {
        return place.location();
    }

    /** The report that lies beside the manifest, if one does. */
    public Report report() {
        return new Report(place);
    }

    private static void requireSoundEntries(Manifest manifest, String source) throws ArtifactException {
        Set<String> paths = new HashSet<>();
        for (Manifest.FileEntry entry : manifest.files()) {
            Optional<String> objection = ArtifactNames.objectionToPath(entry.path());
            if (objection.isPresent()) {
                throw new ArtifactException(source + " is not to be trusted: " + objection.get() + ".");
            }
            if (!paths.add(entry.path())) {
                throw new ArtifactException(source + " is no valid manifest: it lists " + entry.path() + " twice.");
            }
            if (entry.path().equals(MANIFEST) || entry.path().equals(SIGNATURE)) {
                throw new ArtifactException(
                        source + " is no valid manifest: it lists itself or its own signature, " + entry.path() + ".");
            }
            if (entry.length() < 0 || !SHA256.matcher(entry.sha256()).matches()) {
                throw new ArtifactException(
                        source + " is no valid manifest: the length or SHA-256 of " + entry.path() + " is malformed.");
            }
        }
    }

    private static ListedFile find(ArtifactFiles files, Manifest.FileEntry entry) throws ArtifactException {
        String name = files.location() + "/" + entry.path();
        long length = read(files, entry, files::length);
        if (length != entry.length()) {
            throw new ArtifactException(name + " is damaged: it has " + Bytes.count(length) + ", and the manifest says "
                    + Bytes.count(entry.length()) + ".");
        }
        return new ListedFile(name, () -> read(files, entry, files::read), entry.sha256());
    }

    /** What is asked of a file. */
    @FunctionalInterface
    private interface Question<T> {
        T of(Manifest.FileEntry entry) throws IOException;
    }

    private static <T> T read(ArtifactFiles files, Manifest.FileEntry entry, Question<T> question)
            throws ArtifactException {
        try {
            return question.of(entry);
        } catch (NoSuchFileException e) {
            throw new ArtifactException(
                    files.location() + "/" + entry.path() + " is missing, though the manifest lists it.", e);
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(files, entry.path(), e);
        }
    }

    static ArtifactException unreadable(ArtifactFiles files, String path, IOException e) {
        return new ArtifactException(files.location() + "/" + path + " cannot be read: " + e.getMessage() + ".", e);
    }
}
