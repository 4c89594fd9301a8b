package dev.carornot.function.lambda;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings that hold on Lambda alone, whichever handler starts the application: no HTTP port is opened, as nobody could reach
 * it. Everything that a user sets goes before. Immutable and thread-safe.
 */
public final class OnLambda implements ConfigSource {
    /** Set by Lambda, for every runtime. */
    private static final String RUNTIME_API = "AWS_LAMBDA_RUNTIME_API";

    /** Above the application's own file (250), below its environment (300). */
    private static final int ORDINAL = 275;

    private final Map<String, String> settings;

    public OnLambda() {
        this(System.getenv());
    }

    OnLambda(Map<String, String> environment) {
        settings = environment.containsKey(RUNTIME_API) ? Map.of("quarkus.http.host-enabled", "false") : Map.of();
    }

    @Override
    public Set<String> getPropertyNames() {
        return settings.keySet();
    }

    @Override
    public String getValue(String name) {
        return settings.get(name);
    }

    @Override
    public String getName() {
        return "Lambda";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
