package dev.carornot.classifier.artifact;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds an artifact by one line of configuration. What works:
 *
 * <ul>
 *   <li>{@code classpath:models/car}: an artifact among the application's resources;
 *   <li>{@code file:/srv/models/car/1}, {@code file:models/car/1} or the same without {@code file:}: a folder.
 * </ul>
 *
 * A folder may be an artifact (it holds {@code manifest.json}), a model of a {@link FolderModelStore} (its current version
 * is opened), or a store that holds exactly one model. Stateless and thread-safe.
 */
public final class ArtifactLocation {
    private static final String CLASSPATH = "classpath";
    private static final String FILE = "file";

    /** Two letters at least: {@code C:} is a drive. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

    private ArtifactLocation() {}

    /**
     * Opens what the location names, with resources from the thread's class loader.
     *
     * @throws ArtifactException when the location is not understood, names nothing that can be opened, or the artifact is
     *     damaged
     */
    public static Artifact open(String location) throws ArtifactException {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return open(location, ofThread == null ? ArtifactLocation.class.getClassLoader() : ofThread);
    }

    /**
     * Opens what the location names.
     *
     * @param resources where {@code classpath:} looks
     * @throws ArtifactException as {@link #open(String)}
     */
    public static Artifact open(String location, ClassLoader resources) throws ArtifactException {
        Matcher matcher = SCHEME.matcher(location);
        if (location.isBlank() || (matcher.matches() && matcher.group(2).isBlank())) {
            throw new ArtifactException("'" + location + "' names no model; " + whatWorks() + ".");
        }
        if (!matcher.matches()) {
            return openFolder(path(location, location));
        }
        String rest = matcher.group(2);
        return switch (matcher.group(1)) {
            case CLASSPATH -> Artifact.open(new ClasspathFiles(resources, withoutSlashes(rest)));
            case FILE -> openFolder(filePath(location, rest));
            default ->
                throw new ArtifactException("'" + location + "' is not understood: '" + matcher.group(1)
                        + ":' is no place that models are read from; " + whatWorks() + ".");
        };
    }

    private static String whatWorks() {
        return "name a folder, file:<folder> or classpath:<prefix>";
    }

    private static Artifact openFolder(Path folder) throws ArtifactException {
        if (Files.exists(folder.resolve(ManifestJson.FILE))) {
            return Artifact.open(new FolderFiles(folder));
        }
        Path model = folder.toAbsolutePath().normalize();
        if (model.getParent() != null && Files.exists(model.resolve(ArtifactNames.CURRENT))) {
            return new FolderModelStore(model.getParent())
                    .openCurrent(model.getFileName().toString());
        }
        FolderModelStore store = new FolderModelStore(folder);
        List<String> models = store.models();
        if (models.size() == 1) {
            return store.openCurrent(models.get(0));
        }
        if (!models.isEmpty()) {
            throw new ArtifactException(folder + " holds several models (" + String.join(", ", models)
                    + "); name the folder of one of them.");
        }
        if (!Files.isDirectory(folder)) {
            throw new ArtifactException(folder + " is no folder; name an artifact, a model or a store with one model.");
        }
        throw new ArtifactException(folder + " holds no " + ManifestJson.FILE + " and no " + ArtifactNames.CURRENT
                + "; name an artifact, a model or a store with one model.");
    }

    private static String withoutSlashes(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }

    /** A proper URI with its escapes, or else a path as people write it. */
    private static Path filePath(String location, String rest) throws ArtifactException {
        try {
            URI uri = new URI(location);
            if (uri.isOpaque()) {
                return path(location, uri.getSchemeSpecificPart());
            }
            return Path.of(uri);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return path(location, rest);
        }
    }

    private static Path path(String location, String path) throws ArtifactException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new ArtifactException("'" + location + "' is no path: " + e.getReason() + ".", e);
        }
    }
}
