package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.SigningKeys;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description =
                "Writes a new pair of Ed25519 keys: private.pem, which signs and belongs into a safe place, and public.pem,"
                        + " which functions are configured with. OpenSSL reads and writes such files as well.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class)
final class KeysCreateCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder; a key that it holds already is not overwritten.")
    private Path out;

    KeysCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Locations.told(() -> {
            SigningKeys.create(out);
            return null;
        });
        console.out()
                .println("Keep " + out.resolve(SigningKeys.PRIVATE_FILE) + " to yourself; functions get "
                        + out.resolve(SigningKeys.PUBLIC_FILE) + " (carornot.model.public-key).");
    }
}
