package dev.carornot.classifier.artifact;

/**
 * A kind of places that this library itself cannot reach, behind a scheme of its own. Who can reach them hands this to
 * {@link ArtifactLocation#of}, so that the library needs nobody's client. Implementations are thread-safe.
 */
public interface RemotePlaces {
    /** What its locations begin with, before the colon. */
    String scheme();

    /** How its locations are written, for messages, e.g. {@code s3://<bucket>/<prefix>}. */
    String form();

    /**
     * The place that a location names, which is not looked at yet.
     *
     * @param location begins with the scheme
     * @param trust whose artifacts are opened there
     * @throws ArtifactException when the location is malformed
     */
    Place at(String location, Trust trust) throws ArtifactException;
}
