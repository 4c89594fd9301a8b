package dev.carornot.training.report;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Explanation;
import dev.carornot.classifier.explanation.OverlayPainter;
import dev.carornot.classifier.image.Picture;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Predictions;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.picture.Pictures;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Misclassified photographs with the heat of the model that was wrong, as small pictures. Immutable and thread-safe. */
public final class HeatPictures {
    /** Nobody looked. */
    public static final HeatPictures NONE = new HeatPictures(Map.of());

    private final Map<String, String> byPath;

    private HeatPictures(Map<String, String> byPath) {
        this.byPath = Map.copyOf(byPath);
    }

    /** Has the classifier explain each of its errors at 0.5. */
    public static HeatPictures of(Classifier classifier, Predictions predictions, ProgressFactory progress) {
        List<Photograph> wrong = predictions.classified().stream()
                .filter(Prediction::isError)
                .map(Prediction::photograph)
                .toList();
        if (wrong.isEmpty()) {
            return NONE;
        }
        Map<String, String> pictures = new HashMap<>();
        try (Progress shown = progress.start("Explaining errors", "photographs", wrong.size())) {
            for (Photograph photograph : wrong) {
                String picture = picture(classifier, photograph);
                if (!picture.isEmpty()) {
                    pictures.put(photograph.path(), picture);
                }
                shown.advance(1);
            }
        }
        return new HeatPictures(pictures);
    }

    private static String picture(Classifier classifier, Photograph photograph) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(photograph.file());
        } catch (IOException e) {
            return "";
        }
        if (!(classifier.explain(bytes) instanceof Explanation.Explained explained)) {
            return "";
        }
        return Pictures.decode(bytes)
                .map(Gallery::small)
                .map(small -> {
                    Picture picture = new Picture(small.getWidth(), small.getHeight(), Pictures.rgb(small));
                    return Gallery.uri(Pictures.image(OverlayPainter.paint(
                            picture,
                            explained.verdict().width(),
                            explained.verdict().height(),
                            explained.heat())));
                })
                .orElse("");
    }

    /** A data URI; empty when there is none of that photograph. */
    String of(Photograph photograph) {
        return byPath.getOrDefault(photograph.path(), "");
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }
}
