package dev.carornot.s3;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A client that writes one object at a time. S3 decides a condition and writes in one step; S3Mock takes two, and tells both
 * of two writers that they were first.
 */
final class AtomicWrites {
    private static final String WRITE = "putObject";

    private AtomicWrites() {}

    /** All stores of a test share {@code client}, which is what they take turns on. */
    static S3Client of(S3Client client) {
        return (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    try {
                        if (!method.getName().equals(WRITE)) {
                            return method.invoke(client, arguments);
                        }
                        synchronized (client) {
                            return method.invoke(client, arguments);
                        }
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
