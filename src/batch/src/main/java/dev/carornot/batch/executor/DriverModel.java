package dev.carornot.batch.executor;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.result.ModelIdentity;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.classifier.artifact.Artifact;
import dev.carornot.classifier.artifact.ArtifactException;
import dev.carornot.classifier.artifact.Manifest;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.s3.S3Places;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkContext;

/** Finds the model of a run, and sees to it that executors can. Stateless and thread-safe. */
public final class DriverModel {
    private DriverModel() {}

    /**
     * Looks at the artifact that a location names, and at every byte of it where it lies on this machine.
     *
     * @param location a folder, {@code s3://bucket/prefix}; an artifact, a model of a store, or a store with one model
     * @param trust whose models are used
     * @throws UserException when there is none
     */
    public static ModelReference find(String location, Trust trust, Storage storage, SparkContext spark) {
        try (S3Places places = Artifacts.places(storage)) {
            Artifact artifact = Artifacts.open(location, trust, places);
            Manifest manifest = artifact.manifest();
            ModelIdentity identity = new ModelIdentity(manifest.name(), manifest.version(), artifact.digest());
            int slots = Slots.of(spark);
            if (S3Location.matches(artifact.location())) {
                return new ModelReference(artifact.location(), null, identity, slots);
            }
            artifact.verify();
            Path folder = Path.of(artifact.location()).toAbsolutePath();
            return spark.isLocal()
                    ? new ModelReference(folder.toString(), null, identity, slots)
                    : new ModelReference(folder.toString(), send(folder, manifest, identity, spark), identity, slots);
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException("The model '" + location + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Which model a location names.
     *
     * @throws UserException when there is none
     */
    public static ModelIdentity identity(String location, Storage storage) {
        try (S3Places places = Artifacts.places(storage)) {
            Artifact artifact = Artifacts.open(location, Trust.ANYONE, places);
            return new ModelIdentity(
                    artifact.manifest().name(), artifact.manifest().version(), artifact.digest());
        } catch (ArtifactException e) {
            throw new UserException(e.getMessage(), e);
        }
    }

    /** Spark unpacks an archive once an executor. */
    private static String send(Path folder, Manifest manifest, ModelIdentity identity, SparkContext spark)
            throws IOException {
        String name = "model-" + identity.shortDigest();
        Path zip = Files.createTempDirectory("car-or-not-model").resolve(name + ".zip");
        zip.toFile().deleteOnExit();
        zip.getParent().toFile().deleteOnExit();
        List<String> files = new ArrayList<>(
                manifest.files().stream().map(Manifest.FileEntry::path).toList());
        files.add(Artifact.MANIFEST);
        if (Files.exists(folder.resolve(Artifact.SIGNATURE))) {
            files.add(Artifact.SIGNATURE);
        }
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            // Weights hardly shrink.
            entries.setLevel(Deflater.NO_COMPRESSION);
            for (String file : files) {
                entries.putNextEntry(new ZipEntry(file));
                Files.copy(folder.resolve(file), entries);
                entries.closeEntry();
            }
        }
        spark.addArchive(zip.toUri() + "#" + name);
        return name;
    }
}
