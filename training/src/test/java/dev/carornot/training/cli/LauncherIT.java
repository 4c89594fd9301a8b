package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.BillOfMaterials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The assembled command line, as its user starts it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher for POSIX shells")
final class LauncherIT {
    private static final Path DIST = Path.of("target", "dist").toAbsolutePath();
    private static final Path LAUNCHER = DIST.resolve("bin/car-or-not");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new TreeMap<>();

    private record Run(int code, String out, String err) {}

    private Run run(Path launcher, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = folder.resolve("out.log");
        Path err = folder.resolve("err.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A stand-in for Java that only knows its version. */
    private Path java(String version) throws IOException {
        Path home = folder.resolve("java " + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"" + version + "\" 2018-10-16' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }

    @Test
    void eachLibraryIsInTheBillOfMaterials() throws IOException {
        assertThat(new BillOfMaterials(DIST.resolve("bom.json")).lacks(DIST.resolve("lib")))
                .isEmpty();
    }

    @Test
    void itTrainsEvaluatesAndClassifiesFromAnyFolder() throws IOException, InterruptedException {
        Path data = Drawings.dataset(folder.resolve("my photographs"), 40);
        Files.writeString(folder.resolve("discs.yaml"), Drawings.CONFIGURATION);
        Run training =
                run(LAUNCHER, "train", "--config", "discs.yaml", "--data", data, "--out", "model", "--cache", "cache");
        assertThat(training.code()).as(training.err()).isZero();
        Run evaluation = run(
                LAUNCHER,
                "evaluate",
                "--model",
                "model",
                "--data",
                data,
                "--split",
                "all",
                "--figures",
                "figures.json");
        assertThat(evaluation.code()).as(evaluation.err()).isZero();
        assertThat(Files.readString(folder.resolve("figures.json"))).contains("\"count\" : 80");
        Run classification = run(LAUNCHER, "classify", "--model", "model", data.resolve("red/0.jpg"));
        assertThat(classification.code()).as(classification.err()).isZero();
        assertThat(classification.out()).matches("(red|blue|uncertain) +[01]\\.\\d{4}  .*red/0\\.jpg\n");
        assertThat(classification.err()).isEmpty();
    }

    @Test
    void namesBeyondAsciiNeedNoLocale() throws IOException, InterruptedException {
        environment.putAll(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
        Path missing = folder.resolve("Zoë.jpg");
        Run run = run(LAUNCHER, "classify", "--model", missing, "x.jpg");
        assertThat(run.err()).isEqualTo("car-or-not: There is no model folder '" + missing + "'.\n");
    }

    @Test
    void itStatesTheVersionOfItsJar() throws IOException, InterruptedException {
        assertThat(run(LAUNCHER, "--version").out()).matches("car-or-not \\d+\\.\\d+\\.\\d+.*\n");
    }

    @Test
    void aWrongCommandLineIsExitCodeTwo() throws IOException, InterruptedException {
        Run run = run(LAUNCHER, "classify", "--colour");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("car-or-not: ").contains("'--colour'").hasLineCount(1);
    }

    @Test
    void itIsFoundThroughSymbolicLinksAndPathsWithSpaces() throws IOException, InterruptedException {
        Path place = Files.createDirectories(folder.resolve("a place with spaces"));
        Path dist = Files.createSymbolicLink(place.resolve("dist"), DIST);
        Path absolute = Files.createSymbolicLink(place.resolve("absolute"), dist.resolve("bin/car-or-not"));
        Path relative = Files.createSymbolicLink(place.resolve("relative"), Path.of("absolute"));
        assertThat(run(relative, "--version").out()).startsWith("car-or-not ");
        assertThat(run(absolute, "--version").out()).startsWith("car-or-not ");
    }

    @Test
    void javaIsFoundThroughThePath() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", "");
        environment.put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        assertThat(run(LAUNCHER, "--version").code()).isZero();
    }

    @Test
    void aMissingJavaIsOneSentence() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", "");
        environment.put("PATH", folder.toString());
        Run run = run(LAUNCHER, "--version");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("car-or-not: Java is missing; install version 17 or newer, or set JAVA_HOME to where it"
                        + " is.\n");
    }

    @Test
    void aJavaHomeWithoutJavaIsOneSentence() throws IOException, InterruptedException {
        environment.put("JAVA_HOME", folder.toString());
        Run run = run(LAUNCHER, "--version");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("car-or-not: JAVA_HOME is '" + folder + "'")
                .hasLineCount(1);
    }

    @Test
    void anOldJavaIsOneSentence() throws IOException, InterruptedException {
        for (String version : List.of("1.8.0_402", "11.0.22", "16")) {
            environment.put("JAVA_HOME", java(version).toString());
            Run run = run(LAUNCHER, "--version");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .startsWith("car-or-not: '")
                    .contains("too old", "17")
                    .hasLineCount(1);
        }
    }

    @Test
    void aNewJavaIsTaken() throws IOException, InterruptedException {
        for (String version : List.of("17", "21.0.2", "26-ea")) {
            environment.put("JAVA_HOME", java(version).toString());
            assertThat(run(LAUNCHER, "--version").code()).isZero();
        }
    }

    @Test
    void itsOptionsReachJava() throws IOException, InterruptedException {
        environment.put("CARORNOT_JAVA_OPTS", "-Xmx64m -Dcolour=* -XshowSettings:properties");
        String err = run(LAUNCHER, "--version").err();
        assertThat(err).contains("colour = *", "ai.djl.offline = true", "OPT_OUT_TRACKING = true");
        assertThat(err).contains("carornot.err.terminal = false");
    }

    @Test
    void everythingItNeedsIsInItsFolder() throws IOException {
        byte[] script = Files.readAllBytes(LAUNCHER);
        assertThat(new String(script, StandardCharsets.UTF_8))
                .startsWith("#!/bin/sh\n")
                .doesNotContain("\r");
        assertThat(LAUNCHER).isExecutable();
        assertThat(Files.readString(DIST.resolve("bin/car-or-not.cmd"))).contains("\r\n");
        assertThat(DIST.resolve("lib")).isDirectoryContaining("glob:**/carornot-training-*.jar");
        assertThat(DIST.resolve("lib")).isDirectoryContaining("glob:**/pytorch-native-cpu-*.jar");
    }
}
