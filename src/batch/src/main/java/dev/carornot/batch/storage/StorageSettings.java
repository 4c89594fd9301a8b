package dev.carornot.batch.storage;

import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;

/** What an executor must know to reach what the driver reaches. Immutable; travels to executors. */
public final class StorageSettings implements Serializable {
    private static final long serialVersionUID = 1L;

    private final SerializableConfiguration hadoop;
    private final String endpoint;

    /** @param endpoint of a server other than AWS's that speaks S3's protocol; null for the environment's, or none */
    public StorageSettings(Configuration hadoop, String endpoint) {
        this.hadoop = new SerializableConfiguration(hadoop);
        this.endpoint = endpoint;
    }

    Configuration hadoop() {
        return hadoop.value();
    }

    /** Of a server that is not AWS's. */
    public Optional<String> endpoint() {
        return Optional.ofNullable(endpoint);
    }
}
