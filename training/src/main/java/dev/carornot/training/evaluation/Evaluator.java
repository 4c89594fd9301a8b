package dev.carornot.training.evaluation;

import dev.carornot.classifier.ModelDescription;
import dev.carornot.classifier.Verdict;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.evaluation.Predictions.Answer;
import dev.carornot.training.evaluation.Predictions.Prediction;
import dev.carornot.training.evaluation.Predictions.Refused;
import dev.carornot.training.parallel.OrderedWork;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Lets a model look at labelled photographs, several at once, from bytes to verdict as in serving. Thread-safe. */
public final class Evaluator {
    /** Photographs under way for each thread, so that a large one does not hold up the others. */
    private static final int AHEAD = 4;

    private final ModelDescription model;
    private final Function<byte[], Verdict> classifier;
    private final int threads;

    /**
     * Sets up an evaluator.
     *
     * @param model what the classifier calls itself
     * @param classifier thread-safe, such as {@code Classifier::classify}
     * @param threads how many photographs are looked at at once; 1 or more
     */
    public Evaluator(ModelDescription model, Function<byte[], Verdict> classifier, int threads) {
        this.model = model;
        this.classifier = classifier;
        this.threads = threads;
    }

    /** Classifies each photograph; one whose file cannot be read counts as refused. */
    public Predictions predict(List<Photograph> photographs, ProgressFactory progress) {
        return predict(photographs, UnaryOperator.identity(), "Classifying", progress);
    }

    /**
     * Classifies each photograph after a change of its file.
     *
     * @param change of a file's bytes; thread-safe
     * @param task what is done, for the progress
     */
    public Predictions predict(
            List<Photograph> photographs, UnaryOperator<byte[]> change, String task, ProgressFactory progress) {
        List<Prediction> classified = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        long start = System.nanoTime();
        try (Progress shown = progress.start(task, "photographs", photographs.size());
                OrderedWork<Record> work = new OrderedWork<>("classifier", threads, AHEAD * threads, result -> {
                    if (result instanceof Prediction prediction) {
                        classified.add(prediction);
                    } else {
                        refused.add((Refused) result);
                    }
                    shown.advance(1);
                })) {
            for (Photograph photograph : photographs) {
                work.submit(() -> classify(photograph, change));
            }
            work.finish();
        }
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return new Predictions(model, classified, refused, seconds);
    }

    private Record classify(Photograph photograph, UnaryOperator<byte[]> change) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(photograph.file());
        } catch (IOException e) {
            return new Refused(photograph, "The file cannot be read: " + e.getMessage() + ".");
        }
        Verdict verdict = classifier.apply(change.apply(bytes));
        if (verdict instanceof Verdict.Refused refused) {
            return new Refused(photograph, refused.refusal().message());
        }
        Answer answer = verdict instanceof Verdict.Positive
                ? Answer.POSITIVE
                : verdict instanceof Verdict.Negative ? Answer.NEGATIVE : Answer.UNCERTAIN;
        return new Prediction(photograph, ((Verdict.Classified) verdict).probability(), answer);
    }
}
