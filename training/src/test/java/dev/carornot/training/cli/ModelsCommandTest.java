package dev.carornot.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.classifier.fixture.S3Server;
import dev.carornot.training.cli.CommandRun.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing, signing and going back, with the starter model, in a folder and in a server that speaks S3's protocol. */
final class ModelsCommandTest {
    private static final Path STARTER = Path.of("../src/function/src/main/resources/starter");
    private static final String BUCKET = "models";
    private static final Map<String, String> CREDENTIALS = Map.of(
            "aws.accessKeyId", S3Server.ACCESS_KEY,
            "aws.secretAccessKey", S3Server.SECRET_KEY,
            "aws.region", S3Server.REGION);

    private static S3Server server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startAServer() throws IOException {
        CREDENTIALS.forEach(System::setProperty);
        server = S3Server.start(BUCKET);
    }

    @AfterAll
    static void endTheServer() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        server.close();
    }

    private Outcome run(Object... arguments) {
        UnaryOperator<String> environment =
                Map.of("AWS_ENDPOINT_URL_S3", server.endpoint().toString())::get;
        return CommandRun.run(folder, environment, new byte[0], arguments);
    }

    private Outcome succeed(Object... arguments) {
        Outcome run = run(arguments);
        assertThat(run.code()).as(run.err()).isEqualTo(CommandRun.OK);
        return run;
    }

    /** The starter under another version. */
    private Path starter(String version) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("starter-" + version));
        Files.copy(STARTER.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
        String manifest = Files.readString(STARTER.resolve("manifest.json"));
        String original = new JsonMapper().readTree(manifest).path("version").textValue();
        Files.writeString(
                copy.resolve("manifest.json"),
                manifest.replaceFirst("\"version\" : \"" + original + "\"", "\"version\" : \"" + version + "\""));
        return copy;
    }

    @Test
    void versionsArePublishedListedRolledBackAndPromotedInS3() throws IOException {
        String store = "s3://" + BUCKET + "/team";
        assertThat(succeed("publish", "--model", starter("v1"), "--to", store).out())
                .isEqualTo("starter v1 is in " + store + "/starter and current.\n");
        succeed("publish", "--model", starter("v2"), "--to", store, "--endpoint", server.endpoint());

        assertThat(succeed("models", "list", "--store", store).out())
                .startsWith("starter\n  v1  2026-11-24T01:28:04Z  accuracy 0.9616 on test (1,407 photographs)\n* v2")
                .endsWith("  (current before: v1)\n");

        assertThat(succeed("models", "rollback", "--store", store).out())
                .isEqualTo("starter v1 is current again, instead of v2.\n");
        run("models", "rollback", "--store", store)
                .assertFailedWith(CommandRun.FAILED, "cannot be rolled back: no version was current before v1");
        JsonNode listed = new JsonMapper()
                .readTree(succeed("models", "list", "--store", store, "--json").out());
        assertThat(listed.path("current").asText()).isEqualTo("v1");
        assertThat(listed.at("/versions/0/current").asBoolean()).isTrue();
        assertThat(listed.at("/versions/1/errors").asInt()).isEqualTo(54);

        assertThat(succeed("models", "promote", "v2", "--store", store, "--name", "starter").out())
                .isEqualTo("starter v2 is current.\n");
        run("models", "promote", "v3", "--store", store)
                .assertFailedWith(CommandRun.FAILED, "holds no version 'v3'; it holds v1, v2.");
        run("publish", "--model", folder.resolve("starter-v1"), "--to", "s3://nobody-has-this/x")
                .assertFailedWith(CommandRun.FAILED, "There is no bucket 'nobody-has-this'");
    }

    @Test
    void aModelInAStoreIsUsedLikeOneInAFolder() throws IOException {
        Path photograph = Files.write(folder.resolve("a.jpg"), DrawnPictures.jpeg(200, 150, 3));
        String inFolder = succeed("classify", "--model", STARTER, photograph).out();
        succeed("publish", "--model", STARTER, "--to", "s3://" + BUCKET + "/use");
        succeed("publish", "--model", STARTER, "--to", folder.resolve("store"));

        assertThat(succeed("classify", "--model", "s3://" + BUCKET + "/use", photograph).out())
                .isEqualTo(inFolder);
        assertThat(succeed("classify", "--model", folder.resolve("store/starter"), photograph).out())
                .isEqualTo(inFolder);
        assertThat(folder.resolve(".cache/car-or-not/models")).isNotEmptyDirectory();
    }

    @Test
    void aSignatureIsWrittenPublishedAndVerified() throws IOException {
        Path keys = folder.resolve("keys");
        Path model = starter("signed");
        String store = "s3://" + BUCKET + "/signed";
        succeed("keys", "create", "--out", keys);
        run("keys", "create", "--out", keys)
                .assertFailedWith(CommandRun.FAILED, "is there already, and a key is never overwritten");
        run("verify", "--model", model, "--public-key", keys.resolve("public.pem"))
                .assertFailedWith(CommandRun.FAILED, "manifest.json is not signed");

        succeed("sign", "--model", model, "--key", keys.resolve("private.pem"));
        succeed("publish", "--model", model, "--to", store);

        assertThat(succeed("verify", "--model", store, "--public-key", keys.resolve("public.pem"))
                        .out())
                .isEqualTo("starter signed is whole, and signed with this key's counterpart.\n");
        String text = Files.readString(keys.resolve("public.pem")).replaceAll("-----[A-Z ]+-----|\\s", "");
        succeed("verify", "--model", model, "--public-key", text);
        succeed("keys", "create", "--out", folder.resolve("other"));
        run("verify", "--model", store, "--public-key", folder.resolve("other/public.pem"))
                .assertFailedWith(CommandRun.FAILED, "manifest.json is not to be trusted");
        run("sign", "--model", model, "--key", keys.resolve("public.pem"))
                .assertFailedWith(CommandRun.FAILED, "holds no Ed25519 private key");
    }
}
