package dev.carornot.function.outcome;

import dev.carornot.function.CarOrNotConfig;
import dev.carornot.function.storage.ObjectStorage;
import dev.carornot.function.storage.RemainingTime;
import dev.carornot.function.storage.S3Folder;
import dev.carornot.function.storage.StorageException;
import dev.carornot.function.storage.StorageException.Kind;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Stops the start of an upload function that could not do its work, with one sentence: better than a queue of messages that
 * come back. Looks before {@code ServedModel} is waited for, so that both take their time at the same time.
 */
@Startup(UploadCheck.BEFORE_THE_MODEL)
@Singleton
final class UploadCheck {
    static final int BEFORE_THE_MODEL = 1000;

    private static final Logger LOG = Logger.getLogger(UploadCheck.class);
    /** Which function this deployment is. */
    private static final String EXPORT = "quarkus.funqy.export";

    private static final String FUNCTION = "classify-upload";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final CarOrNotConfig config;
    private final ObjectStorage storage;

    UploadCheck(CarOrNotConfig config, ObjectStorage storage) {
        this.config = config;
        this.storage = storage;
    }

    /** @throws ConfigurationException of which Quarkus prints the message alone */
    @PostConstruct
    void check() {
        if (!ConfigProvider.getConfig()
                .getOptionalValue(EXPORT, String.class)
                .filter(FUNCTION::equals)
                .isPresent()) {
            return;
        }
        try {
            UploadSettings settings = UploadSettings.of(config);
            RemainingTime time = RemainingTime.of(PATIENCE);
            for (String bucket : Stream.concat(
                            settings.bucket().stream(), settings.results().map(S3Folder::bucket).stream())
                    .distinct()
                    .toList()) {
                require(bucket, time);
            }
        } catch (IllegalArgumentException e) {
            throw stop(e.getMessage());
        }
    }

    private void require(String bucket, RemainingTime time) {
        try {
            storage.requireBucket(bucket, time);
        } catch (StorageException e) {
            if (e.kind() == Kind.UNAVAILABLE) {
                // It may be back when the first event comes; until then the queue keeps them.
                LOG.warnf("%s", e.getMessage());
                return;
            }
            throw stop(
                    e.kind() == Kind.GONE
                            // A head's answer has no body that would say so.
                            ? "S3 cannot look at the bucket " + bucket
                                    + ": there is no such bucket; create it, or name another."
                            : e.getMessage());
        }
    }

    private static ConfigurationException stop(String sentence) {
        return new ConfigurationException("Car or Not a Car cannot start. " + sentence);
    }
}
