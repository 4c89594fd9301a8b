package dev.carornot.function.model;

import dev.carornot.classifier.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A small JPEG that every model can look at: it warms the whole way from bytes to verdict, and tells a broken engine. */
final class ProbePhotograph {
    private static final String RESOURCE = "/dev/carornot/function/model/probe.jpg";

    private ProbePhotograph() {}

    /**
     * Classifies it, whatever the verdict.
     *
     * @param place what to call the model's place in messages
     * @throws IOException when the model refuses it
     * @throws RuntimeException when the engine fails
     */
    static void warm(PhotographClassifier classifier, byte[] probe, String place) throws IOException {
        if (classifier.classify(probe) instanceof Verdict.Refused refused) {
            throw new IOException("The model in " + place + " refuses its own warm-up picture: "
                    + refused.refusal().message());
        }
    }

    static byte[] bytes() {
        try (InputStream in = ProbePhotograph.class.getResourceAsStream(RESOURCE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
