package dev.carornot.benchmark.contender;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Verdict;

/** The product from a photograph's bytes to the verdict. Owns the classifier. */
final class ClassifierWork implements Work {
    private final Classifier classifier;
    private final byte[] photograph;

    ClassifierWork(Classifier classifier, byte[] photograph) {
        this.classifier = classifier;
        this.photograph = photograph;
    }

    @Override
    public double run() {
        if (classifier.classify(photograph) instanceof Verdict.Classified verdict) {
            return verdict.probability();
        }
        throw new IllegalStateException("The drawn photograph is refused.");
    }

    @Override
    public void close() {
        classifier.close();
    }
}
