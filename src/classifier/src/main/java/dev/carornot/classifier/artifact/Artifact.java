package dev.carornot.classifier.artifact;

import dev.carornot.classifier.network.NetworkSource;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model as files, opened and verified: every file that its manifest lists was there with the length and SHA-256 that the
 * manifest says. Whether the weights fit the network, and whether they are finite, is not its business. Immutable and
 * thread-safe.
 */
public final class Artifact {
    /** The file that holds the weights; every manifest lists it. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The file that holds the int8 weights, in artifacts whose manifest has a quantization. */
    public static final String INT8_WEIGHTS = "weights-int8.safetensors";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final String location;
    private final Manifest manifest;
    private final TensorMap weights;
    private final Optional<QuantizedWeights> quantized;

    private Artifact(String location, Manifest manifest, TensorMap weights, Optional<QuantizedWeights> quantized) {
        this.location = location;
        this.manifest = manifest;
        this.weights = weights;
        this.quantized = quantized;
    }

    /**
     * Opens an artifact. Reads every byte of every listed file once (about 60 ms for 100 MB in the page cache); the
     * weights stay mapped where {@code files} maps them.
     *
     * @throws ArtifactException when a file is absent, truncated, damaged or not listed as it must be, when a path leaves
     *     the artifact, or when the manifest is of a newer schema; the message names the file and the reason
     */
    public static Artifact open(ArtifactFiles files) throws ArtifactException {
        Manifest manifest = readManifest(files);
        requireSoundEntries(manifest, files.location() + "/" + ManifestJson.FILE);
        Map<String, ByteBuffer> contents = readVerified(files, manifest);
        boolean quantized = !manifest.quantization().isNone();
        if (!contents.containsKey(WEIGHTS) || quantized != contents.containsKey(INT8_WEIGHTS)) {
            throw new ArtifactException(files.location() + "/" + ManifestJson.FILE + " is no valid manifest: "
                    + (contents.containsKey(WEIGHTS)
                            ? "a quantization and the file " + INT8_WEIGHTS + " go together."
                            : "it does not list " + WEIGHTS + "."));
        }
        try {
            return new Artifact(
                    files.location(),
                    manifest,
                    tensors(files, contents, WEIGHTS),
                    quantized
                            ? Optional.of(new QuantizedWeights(
                                    manifest.quantization(), tensors(files, contents, INT8_WEIGHTS)))
                            : Optional.empty());
        } catch (TensorFileException e) {
            throw new ArtifactException(e.getMessage(), e);
        }
    }

    private static TensorMap tensors(ArtifactFiles files, Map<String, ByteBuffer> contents, String path)
            throws TensorFileException {
        return Safetensors.read(contents.get(path), files.location() + "/" + path);
    }

    /** Every listed file's content by its path, verified. */
    private static Map<String, ByteBuffer> readVerified(ArtifactFiles files, Manifest manifest)
            throws ArtifactException {
        Map<String, ByteBuffer> contents = new HashMap<>();
        for (Manifest.FileEntry entry : manifest.files()) {
            contents.put(entry.path(), readVerified(files, entry));
        }
        return contents;
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

    /** The weights by name. */
    public TensorMap weights() {
        return weights;
    }

    /** The network in 8 bits, where the artifact holds it. */
    public Optional<QuantizedWeights> quantized() {
        return quantized;
    }

    /** The same artifact, in memory alone, with int8 weights besides: what it would be once they are written. */
    public Artifact with(QuantizedWeights other) {
        return new Artifact(location, manifest.withQuantization(other.quantization()), weights, Optional.of(other));
    }

    /** What a program is generated from. */
    public NetworkSource source() {
        return new NetworkSource(
                manifest.network(),
                manifest.input().normalization(),
                manifest.input().size().crop(),
                weights,
                quantized);
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

    private static ByteBuffer readVerified(ArtifactFiles files, Manifest.FileEntry entry) throws ArtifactException {
        String file = files.location() + "/" + entry.path();
        ByteBuffer bytes;
        try {
            bytes = files.read(entry.path());
        } catch (NoSuchFileException e) {
            throw new ArtifactException(file + " is missing, though the manifest lists it.", e);
        } catch (ArtifactException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(files, entry.path(), e);
        }
        if (bytes.remaining() != entry.length()) {
            throw new ArtifactException(file + " is damaged: it has " + Bytes.count(bytes.remaining())
                    + ", and the manifest says " + Bytes.count(entry.length()) + ".");
        }
        String sha256 = Digests.sha256(bytes);
        if (!sha256.equals(entry.sha256())) {
            throw new ArtifactException(
                    file + " is damaged: its SHA-256 is " + sha256 + ", and the manifest says " + entry.sha256() + ".");
        }
        return bytes;
    }

    private static ArtifactException unreadable(ArtifactFiles files, String path, IOException e) {
        return new ArtifactException(files.location() + "/" + path + " cannot be read: " + e.getMessage() + ".", e);
    }
}
