package dev.carornot.training.fingerprint;

import dev.carornot.classifier.image.Decoding;
import dev.carornot.classifier.image.ImageDecoder;
import dev.carornot.classifier.image.ImageLimits;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.fingerprint.Fingerprints.Unreadable;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Decodes whole photographs, with the limits and the refusals of serving, and hashes them. Thread-safe. */
public final class FingerprintReader {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);
    private final ProgressFactory progress;

    public FingerprintReader(ProgressFactory progress) {
        this.progress = progress;
    }

    /** Looks at each photograph, several at once. */
    public Fingerprints read(List<Photograph> photographs) {
        List<Photograph> readable = new ArrayList<>();
        List<PerceptualHash> hashes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        int threads = Runtime.getRuntime().availableProcessors();
        try (Progress shown = progress.start("Looking at the pictures", "photographs", photographs.size());
                OrderedWork<Look> work = new OrderedWork<>("fingerprint", threads, 4 * threads, look -> {
                    if (look.hash() == null) {
                        unreadable.add(new Unreadable(look.photograph(), look.reason()));
                    } else {
                        readable.add(look.photograph());
                        hashes.add(look.hash());
                    }
                    shown.advance(1);
                })) {
            photographs.forEach(photograph -> work.submit(() -> look(photograph)));
            work.finish();
        }
        return new Fingerprints(readable, hashes, unreadable);
    }

    /** The hash, or null and the reason why there is none. */
    private record Look(Photograph photograph, PerceptualHash hash, String reason) {}

    private Look look(Photograph photograph) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(photograph.file());
        } catch (IOException e) {
            return new Look(photograph, null, "The file cannot be read: " + e.getMessage() + ".");
        }
        Decoding decoding = decoder.decode(bytes);
        if (decoding instanceof Decoding.Refused refused) {
            return new Look(photograph, null, refused.refusal().message());
        }
        return new Look(photograph, PerceptualHash.of(((Decoding.Decoded) decoding).picture()), "");
    }
}
