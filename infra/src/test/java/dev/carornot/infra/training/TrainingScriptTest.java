package dev.carornot.infra.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The training box's script, run by bash among commands that only write down how they were called. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "The box runs Linux, and so does its script.")
final class TrainingScriptTest {
    private static final String TRAINER = "dist/bin/car-or-not";

    @TempDir
    Path folder;

    @Test
    void itTrainsPublishesLeavesItsLogAndShutsDown() throws Exception {
        assertThat(run("0")).isZero();
        List<String> calls = calls();
        assertThat(calls.get(0)).isEqualTo("shutdown -h +720");
        assertThat(calls)
                .containsSubsequence(
                        "car-or-not train --config experiment.yaml --data photographs"
                                + " --backbone backbone.safetensors --cache cache --out model",
                        "car-or-not evaluate --model model --data photographs --split test",
                        "car-or-not publish --model model --to s3://models-bucket/models");
        assertEnds(calls);
    }

    @Test
    void whenTrainingFailsNothingIsPublishedAndTheBoxStillShutsDown() throws Exception {
        assertThat(run("1")).isEqualTo(1);
        List<String> calls = calls();
        assertThat(calls).noneMatch(call -> call.contains("publish"));
        assertEnds(calls);
    }

    private static void assertEnds(List<String> calls) {
        assertThat(calls.get(calls.size() - 2))
                .matches("aws s3 cp --only-show-errors /.*/log s3://models-bucket/training/logs/[0-9-]+\\.log");
        assertThat(calls.get(calls.size() - 1)).isEqualTo("shutdown -h now");
    }

    private int run(String trainerExits) throws IOException, InterruptedException {
        Path commands = Files.createDirectory(folder.resolve("commands"));
        command(commands.resolve("shutdown"), "");
        command(commands.resolve("apt-get"), "");
        command(commands.resolve("aws"), "");
        // Instead of unpacking what the other command did not fetch.
        command(
                commands.resolve("tar"),
                "mkdir -p dist/bin\n"
                        + "printf '#!/bin/sh\\necho \"car-or-not $*\" >>\"%s\"\\nexit " + trainerExits
                        + "\\n' \"$CALLS\" >" + TRAINER + "\nchmod +x " + TRAINER + "\n");
        Path script = folder.resolve("script");
        Files.writeString(script, """
                BUCKET=models-bucket
                STORE=s3://models-bucket/models
                HOURS=12
                """ + text());
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("PATH", commands + ":" + System.getenv("PATH"));
        builder.environment().put("CALLS", folder.resolve("calls").toString());
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static void command(Path path, String further) throws IOException {
        Files.writeString(path, "#!/bin/sh\necho \"${0##*/} $*\" >>\"$CALLS\"\n" + further);
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private static String text() throws IOException {
        try (InputStream in = TrainingBox.class.getResourceAsStream("train.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
