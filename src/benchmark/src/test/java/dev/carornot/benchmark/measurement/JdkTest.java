package dev.carornot.benchmark.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkTest {
    @TempDir
    Path folder;

    @Test
    void oneJdkForEachVersionIsFoundOldestFirst() throws Exception {
        install("b", "25.0.1");
        install("a", "17.0.9");
        install("c", "17.0.2");
        Files.createDirectories(folder.resolve("no-jdk"));

        assertThat(Jdk.in(folder)).extracting(Jdk::feature).containsExactly(17, 25);
    }

    @Test
    void aFolderThatDoesNotExistHoldsNone() throws Exception {
        assertThat(Jdk.in(folder.resolve("absent"))).isEmpty();
    }

    @Test
    void theJdkThatRunsThisHasAJava() {
        assertThat(Jdk.running().java()).isExecutable();
    }

    private void install(String name, String version) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }
}
