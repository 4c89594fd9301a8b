package dev.carornot.infra.monitoring;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.LogQueryVisualizationType;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * The dashboard: verdicts, refusals, latency, model version, queue. Its first rows show the metrics that the application
 * writes into its log in CloudWatch's embedded format (namespace {@value ApplicationMetrics#NAMESPACE}).
 */
public final class Overview extends Construct {
    private static final int HALF = 12;
    private static final int WHOLE = 24;
    private static final int PERIOD_MINUTES = 5;

    public Overview(
            Construct scope, String id, List<Alias> functions, List<LogGroup> logs, IQueue queue, IQueue deadLetters) {
        super(scope, id);
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard").build();
        dashboard.addWidgets(
                graph("Verdicts", List.of(sumBy(ApplicationMetrics.VERDICTS, "verdict"))),
                graph("Refusals", List.of(sumBy(ApplicationMetrics.REFUSALS, ApplicationMetrics.REASON))));
        dashboard.addWidgets(
                graph("Verdicts, by model", List.of(sumBy(ApplicationMetrics.VERDICTS, ApplicationMetrics.MODEL))),
                // Drift: photographs that have changed, or a model that has.
                graph("Mean probability, by model", List.of(by("Probability", ApplicationMetrics.MODEL, "Average"))));
        dashboard.addWidgets(
                graph("Milliseconds of decoding", percentiles("DecodeMillis")),
                graph("Uploads, by how their recording ended", List.of(sumBy("Uploads", "ending"))));
        dashboard.addWidgets(
                graph("Milliseconds in the network", percentiles("NetworkMillis")),
                graph("Milliseconds from bytes to verdict", percentiles("TotalMillis")));
        dashboard.addWidgets(
                graph(
                        "Calls, errors, throttles",
                        functions.stream()
                                .<IMetric>mapMulti((function, metrics) -> {
                                    metrics.accept(function.metricInvocations(Alarms.sum()));
                                    metrics.accept(function.metricErrors(Alarms.sum()));
                                    metrics.accept(function.metricThrottles(Alarms.sum()));
                                })
                                .toList()),
                graph(
                        "Uploads that wait, and those given up",
                        List.of(
                                queue.metricApproximateNumberOfMessagesVisible(Alarms.most()),
                                queue.metricApproximateAgeOfOldestMessage(Alarms.most()),
                                deadLetters.metricApproximateNumberOfMessagesVisible(Alarms.most()))));
        dashboard.addWidgets(LogQueryWidget.Builder.create()
                .title("Models that were opened")
                .logGroupNames(logs.stream().map(LogGroup::getLogGroupName).toList())
                // The line with which the application says which model it serves.
                .queryLines(List.of(
                        "filter @message like / is open and warm after /",
                        "parse @message \"Model * * (*) from * is open\" as model, version, precision, source",
                        "stats count(*) as opened, max(@timestamp) as last by model, version, precision",
                        "sort last desc"))
                .view(LogQueryVisualizationType.TABLE)
                .width(WHOLE)
                .build());
    }

    private static GraphWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .width(HALF)
                .build();
    }

    /** A line for each value that the dimension has had: labels are the model's, and not known here. */
    private static MathExpression sumBy(String metric, String dimension) {
        return by(metric, dimension, "Sum");
    }

    private static MathExpression by(String metric, String dimension, String statistic) {
        return MathExpression.Builder.create()
                .expression("SEARCH('{" + ApplicationMetrics.NAMESPACE + "," + dimension + "} MetricName=\"" + metric
                        + "\"', '" + statistic + "', "
                        + Duration.minutes(PERIOD_MINUTES).toSeconds() + ")")
                .label("")
                .period(Duration.minutes(PERIOD_MINUTES))
                .build();
    }

    private static List<Metric> percentiles(String metric) {
        return List.of("p50", "p90", "p99").stream()
                .map(percentile -> Metric.Builder.create()
                        .namespace(ApplicationMetrics.NAMESPACE)
                        .metricName(metric)
                        .statistic(percentile)
                        .label(percentile)
                        .period(Duration.minutes(PERIOD_MINUTES))
                        .build())
                .toList();
    }
}
