package dev.carornot.batch.photograph;

import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.photograph.Reading.Content;
import dev.carornot.batch.photograph.Reading.Failed;
import dev.carornot.batch.photograph.Reading.Reason;
import dev.carornot.batch.storage.S3Location;
import dev.carornot.batch.storage.Storage;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.Refusal;
import dev.carornot.s3.S3Objects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads photographs, and none that is larger than what is looked at. Thread-safe. */
public final class PhotographReader {
    /** A version as {@link #version} writes it; what a table calls a version may be anything. */
    private static final Pattern OURS = Pattern.compile("\\d+-\\d+");

    private final Storage storage;
    private final ImageLimits limits;

    public PhotographReader(Storage storage, ImageLimits limits) {
        this.storage = storage;
        this.limits = limits;
    }

    /** Reads one; whatever happens is told, never thrown. */
    public Reading read(Photograph photograph) {
        Optional<Refusal> objection = limits.objectionTo(photograph.bytes());
        if (objection.isPresent()) {
            return new Reading.Refused(objection.get());
        }
        try {
            return S3Location.matches(photograph.path()) ? readObject(photograph) : readFile(photograph);
        } catch (FileNotFoundException e) {
            return new Failed(Reason.MISSING, "There is no such file.");
        } catch (UserException e) {
            return new Failed(Reason.UNREADABLE, e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Failed(
                    Reason.UNREADABLE,
                    message.endsWith(".") ? message : "The photograph cannot be read: " + message + ".");
        }
    }

    private Reading readObject(Photograph photograph) throws IOException {
        S3Location object = S3Location.parse(photograph.path());
        // One byte more than is looked at tells that it is too large.
        S3Objects.Reading reading = storage.s3()
                .read(object.bucket(), object.key(), photograph.version(), Math.toIntExact(limits.bytes() + 1));
        if (reading instanceof S3Objects.Reading.Content content) {
            return limits.objectionTo(content.length())
                    .<Reading>map(Reading.Refused::new)
                    .orElseGet(() -> new Content(content.bytes()));
        }
        return reading instanceof S3Objects.Reading.Changed
                ? changed()
                : new Failed(Reason.MISSING, "There is no such object.");
    }

    private Reading readFile(Photograph photograph) throws IOException {
        Path path = storage.path(photograph.path());
        FileSystem files = storage.fileSystem(path);
        FileStatus status = files.getFileStatus(path);
        if (OURS.matcher(photograph.version()).matches()
                && !photograph.version().equals(version(status))) {
            return changed();
        }
        Optional<Refusal> objection = limits.objectionTo(status.getLen());
        if (objection.isPresent()) {
            return new Reading.Refused(objection.get());
        }
        try (InputStream in = files.open(path)) {
            return new Content(in.readNBytes(Math.toIntExact(limits.bytes() + 1)));
        }
    }

    /** The version of a file, as listings state it. */
    public static String version(FileStatus status) {
        return status.getLen() + "-" + status.getModificationTime();
    }

    private static Failed changed() {
        return new Failed(Reason.CHANGED, "The photograph has changed since it was listed.");
    }
}
