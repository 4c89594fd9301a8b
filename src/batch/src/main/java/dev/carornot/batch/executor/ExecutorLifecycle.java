package dev.carornot.batch.executor;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/** Closes what an executor's tasks share when the executor ends; named by {@code spark.plugins}. */
public final class ExecutorLifecycle implements SparkPlugin {
    @Override
    public DriverPlugin driverPlugin() {
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void shutdown() {
                ExecutorResources.shared().close();
            }
        };
    }
}
