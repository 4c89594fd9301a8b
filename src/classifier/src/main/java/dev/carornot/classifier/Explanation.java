package dev.carornot.classifier;

import dev.carornot.classifier.explanation.HeatMap;

/** What the classifier says of one photograph, and why. */
public sealed interface Explanation {
    /** The verdict that {@link Classifier#classify} gives, but for the times. */
    Verdict verdict();

    /** A photograph that was looked at, and where in it the answer comes from. */
    record Explained(Verdict.Classified verdict, HeatMap heat) implements Explanation {}

    /** Not looked at: there is nothing to explain. */
    record Refused(Verdict.Refused verdict) implements Explanation {}
}
