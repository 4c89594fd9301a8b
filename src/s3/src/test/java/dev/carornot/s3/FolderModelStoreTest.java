package dev.carornot.s3;

import dev.carornot.classifier.artifact.FolderModelStore;
import dev.carornot.classifier.artifact.ModelStore;
import dev.carornot.classifier.artifact.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The contract, in a folder. What is special about folders is tested where the store is. */
final class FolderModelStoreTest extends ModelStoreContract {
    @Override
    ModelStore store(Trust trust) {
        return new FolderModelStore(temporary.resolve("store"), trust);
    }

    @Override
    byte[] read(String path) throws IOException {
        return Files.readAllBytes(file(path));
    }

    @Override
    void write(String path, byte[] content) throws IOException {
        Files.createDirectories(file(path).getParent());
        Files.write(file(path), content);
    }

    @Override
    void delete(String path) throws IOException {
        Files.delete(file(path));
    }

    private Path file(String path) {
        return temporary.resolve("store").resolve(path);
    }
}
