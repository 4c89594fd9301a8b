package dev.carornot.function.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A small JPEG that every model can look at: it warms the whole way from bytes to verdict, and tells a broken engine. */
final class ProbePhotograph {
    private static final String RESOURCE = "/dev/carornot/function/model/probe.jpg";

    private ProbePhotograph() {}

    static byte[] bytes() {
        try (InputStream in = ProbePhotograph.class.getResourceAsStream(RESOURCE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
