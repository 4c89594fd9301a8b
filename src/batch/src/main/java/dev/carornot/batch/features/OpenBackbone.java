package dev.carornot.batch.features;

import dev.carornot.batch.failure.UserException;
import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.JpegChoice;
import dev.carornot.classifier.network.NetworkWeights;
import dev.carornot.classifier.program.PrecisionChoice;
import dev.carornot.classifier.program.Program;
import dev.carornot.classifier.program.Programs;
import dev.carornot.classifier.program.TorchEngine;
import dev.carornot.classifier.tensor.TensorFiles;
import dev.carornot.classifier.tensor.TensorMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A backbone that is ready to run on this machine, as the trainer would run it. Thread-safe. */
final class OpenBackbone implements AutoCloseable {
    /** The trainer's: the same kernels run, and the numbers are the same. */
    static final int BATCH = 8;

    private static final int THREADS = 1;

    private final Backbone backbone;
    private final Program program;
    private final InputDecoder decoder;

    private OpenBackbone(Backbone backbone, Program program, InputDecoder decoder) {
        this.backbone = backbone;
        this.program = program;
        this.decoder = decoder;
    }

    /**
     * Opens a backbone.
     *
     * @throws UserException when this machine would compute other numbers than the trainer's
     */
    static OpenBackbone open(Backbone backbone, Path file, int slots) throws IOException {
        InputDecoder decoder = new InputDecoder(ImageLimits.DEFAULT, JpegChoice.AUTO);
        if (!decoder.jpegDecoder().equals(backbone.jpegDecoder())) {
            throw new UserException("The features cannot be computed here: JPEGs would be decoded by "
                    + decoder.jpegDecoder() + " and not by " + backbone.jpegDecoder()
                    + ", as where they are used; install libturbojpeg0 on all machines, or on none.");
        }
        TorchEngine.start(THREADS);
        Program program = Programs.features(
                backbone.configuration(),
                backbone.normalization(),
                backbone.crop(),
                new TensorMap(
                        file.toString(),
                        NetworkWeights.backbone(TensorFiles.read(file), backbone.configuration()),
                        Map.of()),
                PrecisionChoice.parse(backbone.precision()).precision().orElseThrow(),
                slots);
        if (!program.precision().equals(backbone.precision())) {
            program.close();
            throw new UserException(
                    "The features cannot be computed here: this machine's processor runs the network in "
                            + program.precision() + " and not in " + backbone.precision()
                            + ", as where they are used; use machines of one kind.");
        }
        return new OpenBackbone(backbone, program, decoder);
    }

    /** What the network will see. */
    Fitting decode(byte[] photograph) {
        return decoder.decode(photograph, backbone.input());
    }

    /** The features of at most {@link #BATCH} photographs; more rows than those mean nothing. */
    float[][] features(List<byte[]> inputs) {
        int length = 3 * backbone.crop() * backbone.crop();
        byte[] pixels = new byte[Math.multiplyExact(length, BATCH)];
        for (int i = 0; i < inputs.size(); i++) {
            System.arraycopy(inputs.get(i), 0, pixels, i * length, length);
        }
        return program.run(pixels, BATCH);
    }

    @Override
    public void close() {
        program.close();
    }
}
