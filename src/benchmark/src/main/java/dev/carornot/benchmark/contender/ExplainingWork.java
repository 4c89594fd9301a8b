package dev.carornot.benchmark.contender;

import dev.carornot.classifier.Classifier;
import dev.carornot.classifier.Explanation;

/** The product from a photograph's bytes to the verdict and the map that explains it. Owns the classifier. */
final class ExplainingWork implements Work {
    private final Classifier classifier;
    private final byte[] photograph;

    ExplainingWork(Classifier classifier, byte[] photograph) {
        this.classifier = classifier;
        this.photograph = photograph;
    }

    @Override
    public double run() {
        if (classifier.explain(photograph) instanceof Explanation.Explained explained) {
            return explained.heat().map().sum();
        }
        throw new IllegalStateException("The drawn photograph is refused.");
    }

    @Override
    public void close() {
        classifier.close();
    }
}
