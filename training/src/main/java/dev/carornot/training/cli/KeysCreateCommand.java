package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.SigningKeys;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "create",
        description =
                "Writes a new pair of Ed25519 keys: private.pem, which signs and belongs into a safe place, and public.pem,"
                        + " which functions are configured with. OpenSSL reads and writes such files as well.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What was asked for was done.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  car-or-not keys create --out keys"})
final class KeysCreateCommand implements Runnable {
    /** What is printed as JSON: the files. */
    private record Created(String privateKey, String publicKey) {}

    private final Console console;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder; a key that it holds already is not overwritten.")
    private Path out;

    @Mixin
    private JsonOption json;

    KeysCreateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Locations.told(() -> {
            SigningKeys.create(out);
            return null;
        });
        Path secret = out.resolve(SigningKeys.PRIVATE_FILE);
        Path open = out.resolve(SigningKeys.PUBLIC_FILE);
        json.print(
                console,
                () -> new Created(secret.toString(), open.toString()),
                () -> console.out()
                        .println("Keep " + secret + " to yourself; functions get " + open
                                + " (carornot.model.public-key)."));
    }
}
