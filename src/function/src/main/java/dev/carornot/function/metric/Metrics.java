package dev.carornot.function.metric;

import dev.carornot.classifier.Verdict;
import dev.carornot.function.problem.Reason;
import java.time.Duration;

/** Is told what happens. Implementations are thread-safe, and cost a fraction of what they measure. */
public interface Metrics {
    /** A photograph was looked at; of a refusal only the times are taken, as {@link #refused} is told of all of them. */
    void looked(Verdict verdict);

    /** A photograph, or a whole request, got no verdict. */
    void refused(Reason reason);

    /** A photograph waited for a predictor. */
    void waited(Duration time);

    /**
     * The recording of an upload's outcome ended.
     *
     * @param ending one of few words
     */
    void recorded(String ending);

    /**
     * A request was answered.
     *
     * @param path as {@link dev.carornot.function.request.Methods#template} gives it, so that there are few
     */
    void answered(String path, int status, Duration time);
}
