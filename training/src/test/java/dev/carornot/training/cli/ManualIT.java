package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the manual's commands as a reader would: those marked 'run', one block after the other, in a folder with photographs,
 * with the assembled command line on the path. What one block makes, the later ones use.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the manual's commands are for POSIX shells")
final class ManualIT {
    private static final Path BIN = Path.of("target/dist/bin").toAbsolutePath();
    private static final int PHOTOGRAPHS = 60;

    /** Read in this order; the others follow. */
    private static final List<String> FIRST = List.of("quickstart.md", "train-your-own.md", "server.md");

    @TempDir
    private Path folder;

    private static List<ManualBlock> blocks() {
        List<ManualBlock> blocks = new ArrayList<>();
        for (String page : FIRST) {
            blocks.addAll(ManualBlock.in(Path.of("../docs").resolve(page)));
        }
        ManualBlock.pages().stream()
                .filter(page -> !FIRST.contains(page.getFileName().toString()))
                .forEach(page -> blocks.addAll(ManualBlock.in(page)));
        return blocks.stream()
                .filter(block -> block.kind().equals("run") || block.kind().equals("file"))
                .toList();
    }

    @Test
    void theCommandsOfTheManualDoWhatItSays() throws IOException, InterruptedException {
        Drawings.dataset(folder.resolve("photographs"), PHOTOGRAPHS, "car", "not_car");
        Files.write(folder.resolve("photo.jpg"), Drawings.disc(true, PHOTOGRAPHS));
        List<ManualBlock> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(10);
        for (ManualBlock block : blocks) {
            String text = String.join("\n", block.lines()) + "\n";
            if (block.kind().equals("file")) {
                Files.writeString(folder.resolve(block.argument()), text);
            } else {
                run(block, text);
            }
        }
        assertThat(folder.resolve("models/first/manifest.json")).isRegularFile();
        assertThat(folder.resolve("check/report.html")).isRegularFile();
        assertThat(Files.readAllLines(folder.resolve("verdicts.csv"))).hasSize(2 * PHOTOGRAPHS + 1);
    }

    private void run(ManualBlock block, String script) throws IOException, InterruptedException {
        Path said = folder.resolve("said.log");
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("PATH", BIN + ":" + System.getenv("PATH"));
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", block).isTrue();
        assertThat(process.exitValue())
                .as("%s:%n%s%n%s", block, script, Files.readString(said))
                .isZero();
    }
}
