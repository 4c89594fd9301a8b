package dev.carornot.function.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long and how many, set by the build, and where the figures go. */
final class Settings {
    private Settings() {}

    /** A number that the build gives, as {@code carornot.endurance.<name>}. */
    static int number(String name) {
        return Integer.parseInt(System.getProperty("carornot.endurance." + name));
    }

    /** Leaves a table's rows in the build's folder, for docs/reliability.md. */
    static void leave(String name, CharSequence rows) throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("carornot.build", "target"), "endurance"));
        Files.writeString(folder.resolve(name + ".md"), rows);
    }
}
