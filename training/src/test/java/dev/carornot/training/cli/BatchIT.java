package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.carornot.classifier.feature.FeatureRecords;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.classifier.network.BackboneConfiguration;
import dev.carornot.classifier.network.Network;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.network.Variant;
import dev.carornot.classifier.tensor.Safetensors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Both programs as they are packaged, side by side: what one asks of the other. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launchers are for POSIX shells")
final class BatchIT {
    private static final Path LAUNCHER = Path.of("target/dist/bin/car-or-not").toAbsolutePath();
    private static final Path BATCH =
            Path.of("../src/batch/target/dist/bin/car-or-not-batch").toAbsolutePath();

    /** Numbers in a vector: two stages of width 4. */
    private static final int DIMENSION = 32;

    private static final String CONFIGURATION = """
            name: discs
            train: head
            labels: {negative: blue, positive: red}
            backbone: {variant: v1.5, blocks: [1, 1], width: 4}
            head: {hidden: [4], dropout: 0}
            input: {resize: 36, crop: 32}
            optimization: {learningRate: 0.01, epochs: 2, batch: 8}
            evaluate: [validation]
            seed: 5
            """;

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {}

    @BeforeAll
    static void isPackaged() {
        assumeThat(BATCH).as("car-or-not-batch, which -Pbatch-dist packages").isExecutable();
    }

    private Run run(Map<String, String> environment, Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path out = folder.resolve("out.log");
        Path err = folder.resolve("err.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("CARORNOT_"));
        builder.environment()
                .putAll(new TreeMap<>(
                        Map.of("JAVA_HOME", System.getProperty("java.home"), "SPARK_LOCAL_IP", "127.0.0.1")));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void featuresThatSparkComputesAreThoseThatTrainingWould() throws IOException, InterruptedException {
        Path data = Drawings.dataset(folder.resolve("my photographs"), 40);
        Path config = Files.writeString(folder.resolve("discs.yaml"), CONFIGURATION);
        Path backbone = folder.resolve("backbone.safetensors");
        writeBackbone(backbone);
        Object[] features = {"features", "--config", config, "--data", data, "--backbone", backbone, "--json", "--cache"
        };

        Run spark = run(Map.of(), with(features, "spark cache", "--on", "spark", "--master", "local[2]"));
        Run here = run(Map.of(), with(features, "own cache"));

        assertThat(spark.code()).as(spark.err()).isZero();
        assertThat(here.code()).as(here.err()).isZero();
        assertThat(spark.out())
                .isEqualTo(here.out())
                .startsWith("{\"computed\":")
                .contains("\"left\":0");
        assertThat(cache("spark cache")).isEqualTo(cache("own cache"));

        Run training = run(
                Map.of(),
                "train",
                "--config",
                config,
                "--data",
                data,
                "--backbone",
                backbone,
                "--out",
                "model",
                "--cache",
                "spark cache");

        assertThat(training.code()).as(training.err()).isZero();
        JsonNode manifest =
                new JsonMapper().readTree(folder.resolve("model/manifest.json").toFile());
        assertThat(manifest.at("/provenance/training/featuresComputed").asInt(-1))
                .isZero();
    }

    /** Random weights. */
    private static void writeBackbone(Path file) throws IOException {
        Engine.getInstance().setRandomSeed(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            Network network = Network.features(new BackboneConfiguration(Variant.V1_5, List.of(1, 1), 4), false);
            network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            Safetensors.write(file, NetworkWeights.save(network.parametersByName()), Map.of());
        }
    }

    private static Object[] with(Object[] first, Object... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
    }

    /** File names, which are the digests of what was computed, and their records, in whatever order they were computed. */
    private Map<String, Set<String>> cache(String name) throws IOException {
        FeatureRecords format = new FeatureRecords(DIMENSION, FeatureRecords.Element.FLOAT32);
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int header = bytes.length % format.recordBytes();
                Set<String> records = new TreeSet<>();
                for (int at = header; at < bytes.length; at += format.recordBytes()) {
                    byte[] entry = Arrays.copyOfRange(bytes, at, at + format.recordBytes());
                    assertThat(format.isIntact(entry)).isTrue();
                    records.add(HexFormat.of().formatHex(entry));
                }
                assertThat(records)
                        .hasSize((bytes.length - header) / format.recordBytes())
                        .isNotEmpty();
                found.put(file.getFileName().toString(), records);
            }
        }
        assertThat(found).hasSize(1);
        return found;
    }

    @Test
    void aBackfillsJobIsCreatedAndItsReportRead() throws IOException, InterruptedException {
        Path data = Drawings.dataset(folder.resolve("photographs"), 20);
        Files.writeString(folder.resolve("discs.yaml"), Drawings.CONFIGURATION);
        Run training =
                run(Map.of(), "train", "--config", "discs.yaml", "--data", data, "--out", "model", "--cache", "cache");
        assertThat(training.code()).as(training.err()).isZero();
        JsonNode manifest =
                new JsonMapper().readTree(folder.resolve("model/manifest.json").toFile());
        String model =
                manifest.path("name").asText() + "/" + manifest.path("version").asText();
        List<String> asked = new ArrayList<>();
        HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext("/v20180820/jobs", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "<CreateJobResult><JobId>7</JobId></CreateJobResult>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        control.start();
        try (S3Server server = S3Server.start("uploads", "jobs")) {
            Map<String, String> credentials = Map.of(
                    "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                    "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY,
                    "AWS_ENDPOINT_URL_S3", server.endpoint().toString());
            put(server, "uploads", "2026/a b.jpg", "a");
            Run created = run(
                    credentials,
                    "backfill",
                    "--photographs",
                    "s3://uploads/2026",
                    "--manifest",
                    "s3://jobs/m.csv",
                    "--function",
                    "arn:aws:lambda:us-east-1:123456789012:function:classify-upload",
                    "--role",
                    "arn:aws:iam::123456789012:role/batch",
                    "--reports",
                    "s3://jobs/reports",
                    "--create",
                    "--control-endpoint",
                    "http://127.0.0.1:" + control.getAddress().getPort(),
                    "--json");

            assertThat(created.code()).as(created.err()).isZero();
            assertThat(created.out())
                    .isEqualTo(
                            "{\"manifest\":\"s3://jobs/m.csv\",\"objects\":1,\"job\":\"7\"}" + System.lineSeparator());
            assertThat(asked).singleElement().asString().contains("arn:aws:s3:::jobs/m.csv");

            put(
                    server,
                    "jobs",
                    "reports/job-7/results/1.csv",
                    "uploads,2026/a+b.jpg,,succeeded,,200,red (0.75) by " + model + " of etag:abc\n");
            Run report = run(
                    credentials,
                    "backfill",
                    "--report",
                    "s3://jobs/reports/job-7",
                    "--model",
                    "model",
                    "--out",
                    "verdicts",
                    "--json");

            assertThat(report.code()).as(report.err()).isZero();
            JsonNode told = new JsonMapper().readTree(report.out());
            assertThat(told.path("taken").asInt()).isEqualTo(1);
            assertThat(told.path("failed").asInt(-1)).isZero();
            assertThat(folder.resolve("verdicts/results")).isNotEmptyDirectory();
        } finally {
            control.stop(0);
        }
    }

    private static void put(S3Server server, String bucket, String key, String content) {
        server.client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
    }
}
