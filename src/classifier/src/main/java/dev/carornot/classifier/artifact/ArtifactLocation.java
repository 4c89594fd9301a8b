package dev.carornot.classifier.artifact;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds an artifact or a store by one line of configuration. What works:
 *
 * <ul>
 *   <li>{@code classpath:models/car}: an artifact among the application's resources;
 *   <li>{@code file:/srv/models/car/1}, {@code file:models/car/1} or the same without {@code file:}: a folder;
 *   <li>whatever else the caller knows {@link RemotePlaces} for, e.g. {@code s3://bucket/models/car}.
 * </ul>
 *
 * A folder, or what is like one, may be an artifact (it holds {@code manifest.json}), a model of a {@link ModelStore} (its
 * current version is opened), or a store that holds exactly one model. Immutable and thread-safe.
 */
public final class ArtifactLocation {
    private static final String CLASSPATH = "classpath";
    private static final String FILE = "file";

    /** Two letters at least: {@code C:} is a drive. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(.*)", Pattern.DOTALL);

    private final String location;
    private final String scheme;
    private final String rest;
    private final Trust trust;
    private final List<RemotePlaces> remote;

    private ArtifactLocation(String location, String scheme, String rest, Trust trust, List<RemotePlaces> remote) {
        this.location = location;
        this.scheme = scheme;
        this.rest = rest;
        this.trust = trust;
        this.remote = remote;
    }

    /**
     * Understands a location, without looking there.
     *
     * @param trust whose artifacts are opened there
     * @param remote what is known besides folders and resources
     * @throws ArtifactException when it names nothing
     */
    public static ArtifactLocation of(String location, Trust trust, RemotePlaces... remote) throws ArtifactException {
        Matcher matcher = SCHEME.matcher(location);
        boolean schemed = matcher.matches();
        if (location.isBlank() || (schemed && matcher.group(2).isBlank())) {
            throw new ArtifactException("'" + location + "' names no model; " + whatWorks(List.of(remote)) + ".");
        }
        return new ArtifactLocation(
                location,
                schemed ? matcher.group(1) : FILE,
                schemed ? matcher.group(2) : location,
                trust,
                List.of(remote));
    }

    /**
     * Opens what a location names, with resources from the thread's class loader and anyone's signature or none.
     *
     * @throws ArtifactException when the location is not understood, names nothing that can be opened, or the artifact is
     *     damaged
     */
    public static Artifact open(String location) throws ArtifactException {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return open(location, ofThread == null ? ArtifactLocation.class.getClassLoader() : ofThread);
    }

    /**
     * Opens what a location names.
     *
     * @param resources where {@code classpath:} looks
     * @throws ArtifactException as {@link #open(String)}
     */
    public static Artifact open(String location, ClassLoader resources) throws ArtifactException {
        return of(location, Trust.ANYONE).source(resources).open();
    }

    /**
     * Looks what is there.
     *
     * @param resources where {@code classpath:} looks
     * @throws ArtifactException when the location is not understood or names nothing that can be opened
     */
    public ArtifactSource source(ClassLoader resources) throws ArtifactException {
        if (scheme.equals(CLASSPATH)) {
            return ArtifactSource.of(new ClasspathFiles(resources, withoutSlashes(rest)), trust);
        }
        return find(place());
    }

    /**
     * The store that the location is taken for; it need not exist yet.
     *
     * @throws ArtifactException when no store can be there
     */
    public ModelStore store() throws ArtifactException {
        if (scheme.equals(CLASSPATH)) {
            throw new ArtifactException("'" + location + "' is no store: resources cannot be published to.");
        }
        return place().store();
    }

    private Place place() throws ArtifactException {
        if (scheme.equals(FILE)) {
            return new FolderPlace(location.equals(rest) ? path(rest) : filePath(), trust);
        }
        for (RemotePlaces places : remote) {
            if (places.scheme().equals(scheme)) {
                return places.at(location, trust);
            }
        }
        throw new ArtifactException("'" + location + "' is not understood: '" + scheme
                + ":' is no place that models are read from; " + whatWorks(remote) + ".");
    }

    private static String whatWorks(List<RemotePlaces> remote) {
        StringBuilder forms = new StringBuilder("name a folder, file:<folder>");
        for (RemotePlaces places : remote) {
            forms.append(", ").append(places.form());
        }
        return forms.append(" or classpath:<prefix>").toString();
    }

    private ArtifactSource find(Place place) throws ArtifactException {
        if (place.holds(Artifact.MANIFEST)) {
            return ArtifactSource.of(place.files(), trust);
        }
        Optional<ModelStore> around = place.storeAround();
        if (around.isPresent() && place.holds(ArtifactNames.CURRENT)) {
            return ArtifactSource.currentOf(around.get(), place.name());
        }
        ModelStore store = place.store();
        List<String> models = store.models();
        if (models.size() == 1) {
            return ArtifactSource.currentOf(store, models.get(0));
        }
        if (!models.isEmpty()) {
            throw new ArtifactException(place + " holds several models (" + String.join(", ", models)
                    + "); name the folder of one of them.");
        }
        Optional<String> objection = place.objection();
        if (objection.isPresent()) {
            throw new ArtifactException(objection.get());
        }
        throw new ArtifactException(place + " holds no " + Artifact.MANIFEST + " and no " + ArtifactNames.CURRENT
                + "; name an artifact, a model or a store with one model.");
    }

    private static String withoutSlashes(String prefix) {
        return prefix.replaceAll("^/+|/+$", "");
    }

    /** A proper URI with its escapes, or else a path as people write it. */
    private Path filePath() throws ArtifactException {
        try {
            URI uri = new URI(location);
            if (uri.isOpaque()) {
                return path(uri.getSchemeSpecificPart());
            }
            return Path.of(uri);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return path(rest);
        }
    }

    private Path path(String path) throws ArtifactException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new ArtifactException("'" + location + "' is no path: " + e.getReason() + ".", e);
        }
    }
}
