package dev.carornot.infra.monitoring;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/**
 * The metrics that the application writes into its log, in CloudWatch's embedded format; docs/metrics.md lists them. And the
 * alarms that rise on them: that something fails which the functions answer all the same, so that Lambda counts no error.
 */
public final class ApplicationMetrics extends Construct {
    static final String NAMESPACE = "CarOrNot";
    static final String VERDICTS = "Verdicts";
    static final String REFUSALS = "Refusals";
    static final String REASON = "reason";
    static final String MODEL = "model";

    /** So long is looked at before a share means anything. */
    private static final Duration SHARE_PERIOD = Duration.minutes(15);

    /** Of all photographs; senders of photographs have few that are damaged, or none. */
    private static final int MOST_REFUSED_PERCENT = 50;

    /** Of fewer than these nobody says that they are usual. */
    private static final int LEAST_PHOTOGRAPHS = 20;

    public ApplicationMetrics(Construct scope, String id, Alarms alarms) {
        super(scope, id);
        alarms.above(
                this,
                "Failures",
                sum(REFUSALS, Duration.minutes(1), Map.of(REASON, "internal")),
                0,
                "Photographs are answered with status 500: the function's log says why, under the request's id.");
        alarms.above(
                this,
                "RefusedShare",
                MathExpression.Builder.create()
                        .expression("IF(FILL(verdicts, 0) + refusals >= " + LEAST_PHOTOGRAPHS
                                + ", 100 * refusals / (FILL(verdicts, 0) + refusals), 0)")
                        .usingMetrics(Map.of(
                                "verdicts", sum(VERDICTS, SHARE_PERIOD, Map.of()),
                                "refusals", sum(REFUSALS, SHARE_PERIOD, Map.of())))
                        .period(SHARE_PERIOD)
                        .build(),
                MOST_REFUSED_PERCENT,
                "More than half of the photographs get no verdict: a sender has changed what it sends, or a model what it takes.");
    }

    private static IMetric sum(String metric, Duration period, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(NAMESPACE)
                .metricName(metric)
                .dimensionsMap(dimensions)
                .statistic("Sum")
                .period(period)
                .build();
    }
}
