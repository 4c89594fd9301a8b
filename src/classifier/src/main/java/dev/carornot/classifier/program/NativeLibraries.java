package dev.carornot.classifier.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * libtorch and DJL's JNI library in a folder, unpacked, so that nobody has to unpack them at the start.
 *
 * @param folder holds the libraries, and {@value #PROPERTIES} as it lies in DJL's jar of libraries
 */
record NativeLibraries(Path folder) {
    static final String FOLDER = "native";
    static final String PROPERTIES = "pytorch.properties";

    /** DJL looks for each of them in the environment first, then among the system properties. */
    private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

    private static final String VERSION = "PYTORCH_VERSION";
    private static final String FLAVOR = "PYTORCH_FLAVOR";

    private static final String CPU = "cpu";

    /**
     * The folder {@value #FOLDER} beside the jar that {@code type} is in, or beside that jar's folder; empty when there is
     * none or it lacks a library, or when somebody names another one.
     */
    static Optional<NativeLibraries> beside(Class<?> type) {
        if (System.getenv(LIBRARY_PATH) != null || System.getProperty(LIBRARY_PATH) != null) {
            return Optional.empty();
        }
        return jar(type).flatMap(NativeLibraries::besideJar);
    }

    static Optional<NativeLibraries> besideJar(Path jar) {
        Path libraries = jar.toAbsolutePath().getParent();
        return Stream.of(libraries.resolve(FOLDER), libraries.resolveSibling(FOLDER))
                .map(NativeLibraries::new)
                .filter(NativeLibraries::complete)
                .findFirst();
    }

    private static Optional<Path> jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getProtocol().equals("file")) {
            return Optional.empty();
        }
        try {
            // While developing, classes lie in a folder, and Maven's cache is DJL's cache.
            return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean complete() {
        return Stream.of(PROPERTIES, System.mapLibraryName("torch"), System.mapLibraryName("djl_torch"))
                .allMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    /** Has DJL load them. */
    void use() {
        System.setProperty(VERSION, version());
        System.setProperty(FLAVOR, CPU);
        System.setProperty(LIBRARY_PATH, folder.toString());
    }

    /** Loads the largest one, and those that it needs; DJL's own turn then finds it loaded. */
    void preload() {
        System.load(folder.resolve(System.mapLibraryName("torch_cpu"))
                .toAbsolutePath()
                .toString());
    }

    /** As DJL says it, e.g. {@code 2.7.1-20250812}. */
    private String version() {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(PROPERTIES))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The libraries in " + folder + " cannot be used: " + e.getMessage(), e);
        }
        return properties.getProperty("version");
    }
}
