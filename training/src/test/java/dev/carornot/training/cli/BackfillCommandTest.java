package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.training.cli.CommandRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the program that does it, and what of it comes back; car-or-not-batch has its own tests. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its launcher is for POSIX shells")
final class BackfillCommandTest {
    private static final List<String> JOB = List.of(
            "--photographs",
            "s3://uploads/a b",
            "--manifest",
            "s3://jobs/m.csv",
            "--function",
            "arn:f",
            "--role",
            "arn:r",
            "--reports",
            "s3://jobs/reports");

    @TempDir
    private Path folder;

    private Outcome run(List<String> arguments) throws IOException {
        Path launcher = Files.writeString(
                folder.resolve("launcher"), "#!/bin/sh\necho said >&2\nfor word; do echo \"<$word>\"; done\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        List<Object> words = new ArrayList<>(List.of("backfill"));
        words.addAll(arguments);
        return CommandRun.run(
                folder,
                name -> name.equals("CARORNOT_BATCH") ? launcher.toString() : null,
                new byte[0],
                words.toArray());
    }

    @Test
    void aJobIsHandedOnWordByWordAndItsResultIsThisPrograms() throws IOException {
        List<String> arguments = new ArrayList<>(JOB);
        arguments.addAll(List.of("--create", "--json"));

        Outcome run = run(arguments);

        assertThat(run.code()).as(run.err()).isZero();
        List<String> expected = new ArrayList<>(List.of("backfill"));
        expected.addAll(arguments);
        assertThat(run.outLines())
                .containsExactlyElementsOf(
                        expected.stream().map(word -> "<" + word + ">").toList());
        assertThat(run.err()).isEqualTo("said\n");
    }

    @Test
    void aReportIsHandedOnToo() throws IOException {
        Outcome run = run(List.of(
                "--report",
                "s3://jobs/reports/job-7",
                "--model",
                "s3://m/t",
                "--out",
                "verdicts",
                "--endpoint",
                "http://h"));

        assertThat(run.outLines())
                .containsExactly(
                        "<backfill>",
                        "<--report>",
                        "<s3://jobs/reports/job-7>",
                        "<--model>",
                        "<s3://m/t>",
                        "<--out>",
                        "<verdicts>",
                        "<--endpoint>",
                        "<http://h>");
    }

    @Test
    void itIsEitherAJobOrAReport() throws IOException {
        List<String> both = new ArrayList<>(JOB);
        both.addAll(List.of("--report", "s3://r", "--model", "m", "--out", "o"));

        assertThat(run(both).code()).isEqualTo(CommandRun.USAGE);
        assertThat(run(List.of("--photographs", "s3://uploads/a b")).code()).isEqualTo(CommandRun.USAGE);
    }
}
