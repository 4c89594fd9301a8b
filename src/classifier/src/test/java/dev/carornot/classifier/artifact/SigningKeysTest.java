package dev.carornot.classifier.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.carornot.classifier.fixture.Artifacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    @TempDir
    private Path temporary;

    private Path artifact;
    private Path keys;

    @BeforeEach
    void makeAnArtifactAndKeys() throws IOException {
        artifact = ArtifactWriter.write(
                temporary.resolve("artifact"), Artifacts.draft("car", "1"), Artifacts.weights(7), Map.of());
        keys = temporary.resolve("keys");
        SigningKeys.create(keys);
    }

    @Test
    void whatWasSignedIsTrusted() throws IOException {
        sign();

        assertThat(Files.size(artifact.resolve(Artifact.SIGNATURE))).isEqualTo(64);
        open(keys.resolve("public.pem").toString());
        open(Files.readString(keys.resolve("public.pem")));
        open(Files.readAllLines(keys.resolve("public.pem")).get(1));
    }

    @Test
    void theFirstAndTheLastBitOfASignedManifestCount() throws IOException {
        sign();
        byte[] signed = Files.readAllBytes(artifact.resolve(Artifact.MANIFEST));
        for (int at : new int[] {0, signed.length / 2, signed.length - 1}) {
            byte[] altered = signed.clone();
            altered[at] ^= 1;
            Files.write(artifact.resolve(Artifact.MANIFEST), altered);
            assertThatThrownBy(() -> open(keys.resolve("public.pem").toString()))
                    .isInstanceOf(ArtifactException.class)
                    .hasMessageContaining("is not to be trusted: its signature");
        }
    }

    @Test
    void aSignatureCannotBeLeftOut() throws IOException {
        sign();
        Files.delete(artifact.resolve(Artifact.SIGNATURE));

        assertThatThrownBy(() -> open(keys.resolve("public.pem").toString()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageEndingWith("manifest.json is not signed (it has no manifest.sig), and only models that are"
                        + " signed are accepted here.");
    }

    @Test
    void aDamagedArtifactIsNotSigned() throws IOException {
        Files.writeString(artifact.resolve(Artifact.WEIGHTS), "x");

        assertThatThrownBy(this::sign)
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("weights.safetensors is damaged");
        assertThat(artifact.resolve(Artifact.SIGNATURE)).doesNotExist();
    }

    @Test
    void thePrivateKeyIsItsOwnersToReadAndNeverOverwritten() throws IOException {
        Path file = keys.resolve("private.pem");
        byte[] before = Files.readAllBytes(file);
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");

        assertThatThrownBy(() -> SigningKeys.create(keys))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("private.pem is there already, and a key is never overwritten");
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent.pem", "private.pem", "nonsense.pem"})
    void whatIsNoPublicKeyIsNamed(String file) throws IOException {
        Files.writeString(keys.resolve("nonsense.pem"), "nonsense");

        assertThatThrownBy(() ->
                        SigningKeys.readPublic(keys.resolve(file).toString()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining(keys.resolve(file).toString())
                .hasMessageEndingWith(".");
    }

    @Test
    void openSslReadsOurKeysAndWeReadIts() throws Exception {
        assumeTrue(openSsl("version") == 0, "needs openssl");
        sign();
        assertThat(openSsl(
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-inkey",
                        keys.resolve("public.pem").toString(),
                        "-rawin",
                        "-in",
                        artifact.resolve(Artifact.MANIFEST).toString(),
                        "-sigfile",
                        artifact.resolve(Artifact.SIGNATURE).toString()))
                .isZero();

        Path privateKey = temporary.resolve("theirs.pem");
        Path publicKey = temporary.resolve("theirs-public.pem");
        openSsl("genpkey", "-algorithm", "ed25519", "-out", privateKey.toString());
        openSsl("pkey", "-in", privateKey.toString(), "-pubout", "-out", publicKey.toString());
        SigningKeys.sign(artifact, SigningKeys.readPrivate(privateKey));
        open(publicKey.toString());
    }

    private static int openSsl(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private void sign() throws ArtifactException {
        SigningKeys.sign(artifact, SigningKeys.readPrivate(keys.resolve("private.pem")));
    }

    private Artifact open(String publicKey) throws ArtifactException {
        return Artifact.openVerified(new FolderFiles(artifact), Trust.in(SigningKeys.readPublic(publicKey)));
    }
}
