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
    /** The file that holds the weights; every manifest lists it. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The file that holds the int8 weights, in artifacts whose manifest has a quantization. */
    public static final String INT8_WEIGHTS = "weights-int8.safetensors";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String location;
    private final Manifest manifest;
    private final Map<String, ListedFile> files;
    private final Once<TensorMap> weights;
    private final Optional<Once<QuantizedWeights>> quantized;

    private Artifact(
            String location,
            Manifest manifest,
            Map<String, ListedFile> files,
            Once<TensorMap> weights,
            Optional<Once<QuantizedWeights>> quantized) {
        this.location = location;
        this.manifest = manifest;
        this.files = files;
        this.weights = weights;
        this.quantized = quantized;
    }

    /**
     * Opens an artifact. Reads the manifest, and of the other files no more than how long they are; the weights stay mapped
     * where {@code files} maps them.
     *
     * @throws ArtifactException when a file is absent, of another length or not listed as it must be, when a path leaves the
     *     artifact, or when the manifest is of a newer schema; the message names the file and the reason
     */
    public static Artifact open(ArtifactFiles files) throws ArtifactException {
        Manifest manifest = readManifest(files);
        requireSoundEntries(manifest, files.location() + "/" + ManifestJson.FILE);
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
                files.location(),
                manifest,
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
        Artifact artifact = open(files);
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

    /** The manifest alone; nothing that it lists is looked at. */
    private static Manifest readManifest(ArtifactFiles files) throws ArtifactException {
        ByteBuffer bytes;
        try {
            bytes = files.read(ManifestJson.FILE);
        } catch (NoSuchFileException e) {
            throw new ArtifactException(
                    files.location() + " is no artifact: it holds no " + ManifestJson.FILE + ".", e);
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(files, ManifestJson.FILE, e);
        }
        return ManifestJson.read(bytes, files.location() + "/" + ManifestJson.FILE);
    }

    public Manifest manifest() {
        return manifest;
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
                location,
                manifest.withQuantization(other.quantization()),
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
        return location;
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
            if (entry.path().equals(ManifestJson.FILE)) {
                throw new ArtifactException(source + " is no valid manifest: it lists itself.");
            }
            if (entry.length() < 0 || !SHA256.matcher(entry.sha256()).matches()) {
                throw new ArtifactException(
                        source + " is no valid manifest: the length or SHA-256 of " + entry.path() + " is malformed.");
            }
        }
    }

    private static ListedFile find(ArtifactFiles files, Manifest.FileEntry entry) throws ArtifactException {
        String name = files.location() + "/" + entry.path();
        ByteBuffer bytes;
        try {
            bytes = files.read(entry.path());
        } catch (NoSuchFileException e) {
            throw new ArtifactException(name + " is missing, though the manifest lists it.", e);
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(files, entry.path(), e);
        }
        if (bytes.remaining() != entry.length()) {
            throw new ArtifactException(name + " is damaged: it has " + Bytes.count(bytes.remaining())
                    + ", and the manifest says " + Bytes.count(entry.length()) + ".");
        }
        return new ListedFile(name, bytes, entry.sha256());
    }

    private static ArtifactException unreadable(ArtifactFiles files, String path, IOException e) {
        return new ArtifactException(files.location() + "/" + path + " cannot be read: " + e.getMessage() + ".", e);
    }
}
