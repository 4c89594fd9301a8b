package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.Stream;

/** Both ways to the network's input, and what tests ask of their answers. */
final class Inputs {
    private static final ImageDecoder FULL = new ImageDecoder(ImageLimits.DEFAULT);

    private Inputs() {}

    /** libjpeg-turbo's, where the machine has it, and ImageIO's. */
    static Stream<InputDecoder> decoders() {
        return TurboJpeg.find().isPresent() ? Stream.of(turbo(), imageIo()) : Stream.of(imageIo());
    }

    static InputDecoder imageIo() {
        return new InputDecoder(ImageLimits.DEFAULT, Guard.BUDGET, Optional.empty());
    }

    static InputDecoder turbo() {
        return new InputDecoder(ImageLimits.DEFAULT, Guard.BUDGET, Optional.of(library()));
    }

    /** libjpeg-turbo; skips the test where it is absent. */
    static TurboJpeg library() {
        Optional<TurboJpeg> library = TurboJpeg.find();
        assumeTrue(library.isPresent(), "needs libturbojpeg (Debian's package libturbojpeg0), which is not installed");
        return library.orElseThrow();
    }

    static Fitting.Fitted fitted(InputDecoder decoder, byte[] file, InputSize size) {
        Fitting fitting = decoder.decode(file, size);
        assertThat(fitting).isInstanceOf(Fitting.Fitted.class);
        return (Fitting.Fitted) fitting;
    }

    /** The network's input by way of every pixel. */
    static byte[] inFull(byte[] file, InputSize size) {
        return new Resampler().fit(((Decoding.Decoded) FULL.decode(file)).picture(), size);
    }

    /** "decoded", or the reason and the sentence of the refusal. */
    static String outcome(InputDecoder decoder, byte[] file, InputSize size) {
        return decoder.decode(file, size) instanceof Fitting.Refused refused ? text(refused.refusal()) : "decoded";
    }

    /** As {@link #outcome}, by way of every pixel. */
    static String outcomeInFull(byte[] file) {
        return FULL.decode(file) instanceof Decoding.Refused refused ? text(refused.refusal()) : "decoded";
    }

    private static String text(Refusal refusal) {
        return refusal.reason() + ": " + refusal.message();
    }

    /** Mean absolute difference of two inputs' samples, 0 to 255. */
    static double difference(byte[] one, byte[] other) {
        assertThat(one).hasSameSizeAs(other);
        long sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.abs((one[i] & 0xFF) - (other[i] & 0xFF));
        }
        return (double) sum / one.length;
    }
}
