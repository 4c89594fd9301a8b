package dev.carornot.training.experiment;

import dev.carornot.classifier.image.Fitting;
import dev.carornot.classifier.image.InputDecoder;
import dev.carornot.classifier.image.InputSize;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the network will see of photographs when it is served, for many epochs: kept in memory while there is room, decoded
 * again where there is not. Thread-safe.
 */
final class InputShelf implements Views {
    private final InputDecoder decoder;
    private final InputSize size;
    private final AtomicLong room;
    private final Map<String, Fitting.Fitted> kept = new ConcurrentHashMap<>();

    /**
     * Sets up an empty shelf.
     *
     * @param bytes how much memory the inputs may take
     */
    InputShelf(InputDecoder decoder, InputSize size, long bytes) {
        this.decoder = decoder;
        this.size = size;
        this.room = new AtomicLong(bytes);
    }

    /** The network's input, or why there is none. */
    Fitting look(Photograph photograph) {
        Fitting.Fitted known = kept.get(photograph.sha256());
        if (known != null) {
            return known;
        }
        Fitting fitting;
        try {
            fitting = decoder.decode(Files.readAllBytes(photograph.file()), size);
        } catch (IOException e) {
            throw new UserException("'" + photograph.path() + "' cannot be read: " + e.getMessage() + ".", e);
        }
        if (fitting instanceof Fitting.Fitted fitted) {
            if (room.addAndGet(-fitted.pixels().length) >= 0) {
                kept.put(photograph.sha256(), fitted);
            } else {
                room.addAndGet(fitted.pixels().length);
            }
        }
        return fitting;
    }

    @Override
    public byte[] view(Photograph photograph, int epoch, int member) {
        if (look(photograph) instanceof Fitting.Fitted fitted) {
            return fitted.pixels();
        }
        throw new UserException("'" + photograph.path() + "' could be read at first and cannot any more.");
    }
}
