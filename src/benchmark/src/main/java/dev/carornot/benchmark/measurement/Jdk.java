package dev.carornot.benchmark.measurement;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed JDK.
 *
 * @param home its folder
 * @param feature 17, 25 and so on
 */
public record Jdk(Path home, int feature) {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** The one that runs this. */
    public static Jdk running() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** Those in a folder such as {@code /usr/lib/jvm}, one for each version, oldest first; none where it does not exist. */
    public static List<Jdk> in(Path folder) throws IOException {
        List<Jdk> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
                for (Path home : homes) {
                    of(home.toRealPath())
                            .filter(jdk -> found.stream().noneMatch(other -> other.feature == jdk.feature))
                            .ifPresent(found::add);
                }
            }
        }
        found.sort(Comparator.comparingInt(Jdk::feature));
        return found;
    }

    private static Optional<Jdk> of(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        Matcher version = VERSION.matcher(Files.readString(release));
        return version.find() ? Optional.of(new Jdk(home, Integer.parseInt(version.group(1)))) : Optional.empty();
    }

    public Path java() {
        return home.resolve("bin").resolve("java");
    }
}
