package dev.carornot.classifier.artifact;

import dev.carornot.classifier.network.Quantization;
import dev.carornot.classifier.network.QuantizedWeights;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes artifacts. Stateless and thread-safe. */
public final class ArtifactWriter {
    private ArtifactWriter() {}

    /**
     * Writes an artifact into a hidden folder beside {@code folder}, opens it once to verify it, and moves it into its
     * place: {@code folder} is either absent or whole. The same arguments give the same bytes.
     *
     * @param folder absent or empty; its parents are created
     * @param draft the manifest; what it says of files is ignored and computed
     * @param weights by name, in the order in which they are to lie in the file
     * @param extraFiles content by path, e.g. {@code report.html}
     * @return {@code folder}
     * @throws ArtifactException when {@code folder} holds something already, or a path of an extra file is not allowed
     * @throws IOException when something cannot be written; what was written is removed then
     */
    public static Path write(Path folder, Manifest draft, Map<String, Tensor> weights, Map<String, byte[]> extraFiles)
            throws IOException {
        return write(folder, draft, weights, Optional.empty(), extraFiles);
    }

    /**
     * As {@link #write(Path, Manifest, Map, Map)}, of a network that may have been quantised.
     *
     * @param quantized the int8 weights and their ranges; what the draft says of a quantization is replaced
     */
    public static Path write(
            Path folder,
            Manifest draft,
            Map<String, Tensor> weights,
            Optional<QuantizedWeights> quantized,
            Map<String, byte[]> extraFiles)
            throws IOException {
        requireAllowedPaths(folder, extraFiles);
        Path target = folder.toAbsolutePath().normalize();
        requireAbsentOrEmpty(target);
        Files.createDirectories(target.getParent());
        Path beside = NewFiles.beside(target);
        try {
            Files.createDirectory(beside);
            Safetensors.write(beside.resolve(Artifact.WEIGHTS), weights, Map.of());
            if (quantized.isPresent()) {
                Safetensors.write(
                        beside.resolve(Artifact.INT8_WEIGHTS),
                        quantized.get().tensors().tensors(),
                        Map.of());
            }
            for (Map.Entry<String, byte[]> extra : extraFiles.entrySet()) {
                Path file = beside.resolve(extra.getKey());
                Files.createDirectories(file.getParent());
                NewFiles.write(file, ByteBuffer.wrap(extra.getValue()));
            }
            Quantization quantization =
                    quantized.map(QuantizedWeights::quantization).orElse(Quantization.NONE);
            Manifest manifest = draft.withQuantization(quantization).withFiles(entries(beside, extraFiles));
            NewFiles.write(beside.resolve(ManifestJson.FILE), ByteBuffer.wrap(ManifestJson.write(manifest)));
            Artifact.openVerified(new FolderFiles(beside));
            move(beside, target);
        } finally {
            NewFiles.deleteTree(beside);
        }
        return folder;
    }

    /** Moves a whole folder to an absent or empty place in the same folder. */
    private static void move(Path beside, Path target) throws IOException {
        try {
            Files.deleteIfExists(target);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Somebody else may have written there since we looked.
            requireAbsentOrEmpty(target);
            throw e;
        }
    }

    private static List<Manifest.FileEntry> entries(Path folder, Map<String, byte[]> extraFiles) throws IOException {
        Map<String, Manifest.FileEntry> byPath = new TreeMap<>();
        List<String> paths = new ArrayList<>(extraFiles.keySet());
        paths.add(Artifact.WEIGHTS);
        if (Files.exists(folder.resolve(Artifact.INT8_WEIGHTS))) {
            paths.add(Artifact.INT8_WEIGHTS);
        }
        for (String path : paths) {
            ByteBuffer bytes = FolderFiles.map(folder.resolve(path));
            byPath.put(path, new Manifest.FileEntry(path, bytes.remaining(), Digests.sha256(bytes)));
        }
        return List.copyOf(byPath.values());
    }

    private static void requireAllowedPaths(Path folder, Map<String, byte[]> extraFiles) throws ArtifactException {
        for (String path : extraFiles.keySet()) {
            Optional<String> objection = ArtifactNames.objectionToPath(path);
            if (objection.isPresent()) {
                throw new ArtifactException(folder + " cannot be written: " + objection.get() + ".");
            }
            if (path.equals(Artifact.WEIGHTS)
                    || path.equals(Artifact.INT8_WEIGHTS)
                    || path.equals(ManifestJson.FILE)
                    || path.equals(Artifact.SIGNATURE)) {
                throw new ArtifactException(
                        folder + " cannot be written: " + path + " is written by the writer itself.");
            }
        }
    }

    private static void requireAbsentOrEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new ArtifactException(target + " is a file; name a folder for the artifact.");
        }
        try (Stream<Path> content = Files.list(target)) {
            if (content.findAny().isPresent()) {
                throw new ArtifactException(
                        target + " holds files already and is not overwritten; name another folder or empty it.");
            }
        }
    }
}
