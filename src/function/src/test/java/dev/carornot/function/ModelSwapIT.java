package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.classifier.artifact.SigningKeys;
import dev.carornot.classifier.artifact.Trust;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.RunnerJar;
import dev.carornot.s3.DownloadCache;
import dev.carornot.s3.S3ModelStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The packaged application and a model in a bucket, which changes while it serves. */
final class ModelSwapIT {
    private static final String BUCKET = "models";
    private static final int CLIENTS = 8;
    private static final int SWAPS = 10;
    private static final long PATIENCE_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] PHOTOGRAPH = DrawnPictures.jpeg(200, 150, 3);

    private static S3Server server;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startAServer() throws IOException {
        server = S3Server.start(BUCKET);
    }

    @AfterAll
    static void endTheServer() {
        server.close();
    }

    private Map<String, String> environment(S3Server of, String location) {
        return new HashMap<>(Map.of(
                "CARORNOT_MODEL_URI", location,
                "CARORNOT_MODEL_CACHE", folder.resolve("cache").toString(),
                "CARORNOT_MODEL_REFRESH", "PT0.2S",
                "QUARKUS_S3_ENDPOINT_OVERRIDE", of.endpoint().toString(),
                "QUARKUS_S3_PATH_STYLE_ACCESS", "true",
                "AWS_REGION", S3Server.REGION,
                "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY));
    }

    private S3ModelStore store(S3Server of, String location) throws IOException {
        return new S3ModelStore(
                of.client(), location, new DownloadCache(folder.resolve("publisher")), Trust.ANYONE);
    }

    private HttpResponse<String> classify(URI address) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve("/classify"))
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofByteArray(PHOTOGRAPH))
                        .build(),
                BodyHandlers.ofString());
    }

    /** What readiness says of the model, once it says what is waited for. */
    private JsonNode model(URI address, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        JsonNode data = null;
        while (System.nanoTime() < end) {
            HttpResponse<String> health = client.send(
                    HttpRequest.newBuilder(address.resolve("/q/health/ready")).build(), BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
            for (JsonNode check : JSON.readTree(health.body()).path("checks")) {
                if (check.path("name").asText().equals("model")) {
                    data = check.path("data");
                    if (wanted.test(data)) {
                        return data;
                    }
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("The model is still " + data);
    }

    private static Predicate<JsonNode> version(String version) {
        return data -> data.path("version").asText().equals(version) && !data.has("refused");
    }

    private static Predicate<JsonNode> refused(String part) {
        return data -> data.path("version").asText().equals("2")
                && data.path("refused").asText().contains(part);
    }

    @Test
    void noRequestFailsWhileVersionsArePublishedPromotedAndRolledBack() throws Exception {
        String location = "s3://" + BUCKET + "/under-load";
        S3ModelStore store = store(server, location);
        store.publish(DrawnModel.write(folder.resolve("a"), "1", 1));
        try (RunnerJar application = RunnerJar.start(environment(server, location))) {
            URI address = application.address();
            AtomicBoolean done = new AtomicBoolean();
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<Map<String, Set<Double>>>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(clients.submit(() -> {
                    Map<String, Set<Double>> byVersion = new HashMap<>();
                    while (!done.get()) {
                        HttpResponse<String> answer = classify(address);
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                        JsonNode json = JSON.readTree(answer.body());
                        byVersion
                                .computeIfAbsent(json.at("/model/version").asText(), version -> new TreeSet<>())
                                .add(json.path("probability").doubleValue());
                    }
                    return byVersion;
                }));
            }
            try {
                store.publish(DrawnModel.write(folder.resolve("b"), "2", 2));
                model(address, version("2"));
                for (int swap = 0; swap < SWAPS; swap++) {
                    if (swap % 2 == 0) {
                        store.rollBack(DrawnModel.NAME);
                    } else {
                        store.makeCurrent(DrawnModel.NAME, "2");
                    }
                    model(address, version(swap % 2 == 0 ? "1" : "2"));
                }
            } finally {
                done.set(true);
                clients.shutdown();
            }
            Map<String, Set<Double>> all = new HashMap<>();
            for (Future<Map<String, Set<Double>>> answer : answers) {
                answer.get().forEach((version, probabilities) -> all.computeIfAbsent(version, v -> new TreeSet<>())
                        .addAll(probabilities));
            }
            assertThat(all).containsOnlyKeys("1", "2");
            assertThat(all.get("1")).as("of the whole first model").hasSize(1);
            assertThat(all.get("2")).as("of the whole second model").hasSize(1);
            application.terminate();
            assertThat(application.output())
                    .contains("Model drawn 2 serves instead of 1", "Model drawn 1 serves instead of 2")
                    .doesNotContain("WARN", "ERROR", "\tat ");
        }
    }

    @Test
    void aVersionThatCannotBeTrustedLeavesTheOldOneServingAndSaysWhy() throws Exception {
        Path keys = folder.resolve("keys");
        SigningKeys.create(keys);
        SigningKeys.create(folder.resolve("other"));
        PrivateKey key = SigningKeys.readPrivate(keys.resolve(SigningKeys.PRIVATE_FILE));
        PrivateKey other = SigningKeys.readPrivate(folder.resolve("other").resolve(SigningKeys.PRIVATE_FILE));
        try (S3Server vanishing = S3Server.start(BUCKET)) {
            String location = "s3://" + BUCKET + "/team";
            S3ModelStore store = store(vanishing, location);
            store.publish(signed("2", key));
            Map<String, String> environment = environment(vanishing, location);
            environment.put(
                    "CARORNOT_MODEL_PUBLIC_KEY",
                    keys.resolve(SigningKeys.PUBLIC_FILE).toString());
            try (RunnerJar application = RunnerJar.start(environment)) {
                URI address = application.address();
                model(address, version("2"));

                store.publish(signed("3", key));
                model(address, version("3"));
                store.rollBack(DrawnModel.NAME);
                model(address, version("2"));

                store.publish(DrawnModel.write(folder.resolve("unsigned"), "4", 4));
                model(address, refused("team/drawn/4/manifest.json is not signed"));

                store.publish(signed("5", other));
                model(address, refused("team/drawn/5/manifest.json is not to be trusted: its signature"));

                byte[] weights = Files.readAllBytes(signed("6", key).resolve("weights.safetensors"));
                byte[] tampered = weights.clone();
                tampered[tampered.length - 1] ^= 1;
                putWeights(vanishing, "7", signed("7", key), tampered);
                model(address, refused("team/drawn/7/weights.safetensors is damaged: its SHA-256 is"));

                putWeights(vanishing, "8", signed("8", key), Arrays.copyOf(weights, weights.length / 2));
                model(address, refused("team/drawn/8/weights.safetensors is damaged: it has"));
                assertThat(classify(address).statusCode()).isEqualTo(200);

                vanishing.close();
                model(address, refused("cannot be reached"));
                HttpResponse<String> answer = classify(address);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(JSON.readTree(answer.body()).at("/model/version").asText())
                        .isEqualTo("2");
                assertThat(application.output())
                        .contains("2 goes on serving; 7 is refused. ", "2 goes on serving; the current version is")
                        .doesNotContain("\tat ");
            }
        }
    }

    private Path signed(String version, PrivateKey key) throws IOException {
        Path artifact = DrawnModel.write(folder.resolve("signed-" + version), version, version.hashCode());
        SigningKeys.sign(artifact, key);
        return artifact;
    }

    /** A version that somebody who may write the bucket, but not sign, has made and has made current. */
    private static void putWeights(S3Server of, String version, Path artifact, byte[] weights) throws IOException {
        for (String file : List.of("manifest.json", "manifest.sig")) {
            put(of, "team/drawn/" + version + "/" + file, Files.readAllBytes(artifact.resolve(file)));
        }
        put(of, "team/drawn/" + version + "/weights.safetensors", weights);
        put(of, "team/drawn/current", (version + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void put(S3Server of, String key, byte[] content) {
        of.client().putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
    }

    @Test
    void aConfigurationThatCannotWorkStopsTheStartWithOneSentence() throws Exception {
        assertStops(environment(server, "s3://nobody-has-this/models"), "There is no bucket 'nobody-has-this'");
        assertStops(environment(server, "s3://models/a b"), "'s3://models/a b' is malformed; write s3://<bucket>");
        assertStops(environment(server, "s3://models/empty"), "s3://models/empty holds no manifest.json and no");
        Map<String, String> unreachable = environment(server, "s3://models/empty");
        unreachable.put("QUARKUS_S3_ENDPOINT_OVERRIDE", "http://127.0.0.1:1");
        assertStops(unreachable, "s3://models/empty/manifest.json cannot be reached: Connection refused.");
        Map<String, String> keyless = environment(server, "classpath:starter");
        keyless.put("CARORNOT_MODEL_PUBLIC_KEY", folder.resolve("absent.pem").toString());
        assertStops(keyless, "There is no key '" + folder.resolve("absent.pem") + "'");
        Map<String, String> unsigned = environment(server, "classpath:starter");
        SigningKeys.create(folder.resolve("keys"));
        unsigned.put(
                "CARORNOT_MODEL_PUBLIC_KEY",
                folder.resolve("keys").resolve(SigningKeys.PUBLIC_FILE).toString());
        assertStops(unsigned, "classpath:starter/manifest.json is not signed");
        Map<String, String> restless = environment(server, "classpath:starter");
        restless.put("CARORNOT_MODEL_REFRESH", "PT0S");
        assertStops(restless, "carornot.model.refresh is PT0S");
    }

    private static void assertStops(Map<String, String> environment, String part) throws Exception {
        try (RunnerJar application = RunnerJar.start(environment)) {
            assertThat(application.exitCode()).isEqualTo(1);
            assertThat(application.errors().strip())
                    .hasLineCount(1)
                    .contains(part)
                    .endsWith(".");
            assertThat(application.output()).doesNotContain("\tat ", "Exception");
        }
    }
}
