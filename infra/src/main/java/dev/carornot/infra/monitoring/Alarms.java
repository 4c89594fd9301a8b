package dev.carornot.infra.monitoring;

import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Makes alarms and tells somebody when one rises. */
public final class Alarms extends Construct {
    /** Of the time that a call may take: who is slower will soon be cut off. */
    public static final double SHARE_OF_TIMEOUT = 0.8;

    private final Topic topic;

    public Alarms(Construct scope, String id, Optional<String> email) {
        super(scope, id);
        topic = Topic.Builder.create(this, "Topic").enforceSsl(true).build();
        email.ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
    }

    /** How many in a minute. */
    public static MetricOptions sum() {
        return MetricOptions.builder()
                .statistic("Sum")
                .period(Duration.minutes(1))
                .build();
    }

    /** What one call in a hundred exceeds, minute by minute. */
    public static MetricOptions nearlyAll() {
        return MetricOptions.builder()
                .statistic("p99")
                .period(Duration.minutes(1))
                .build();
    }

    /** The most in a minute. */
    public static MetricOptions most() {
        return MetricOptions.builder()
                .statistic("Maximum")
                .period(Duration.minutes(1))
                .build();
    }

    /** Rises as soon as a minute is above the threshold, and tells; silence is a good sign. */
    public Alarm above(Construct scope, String id, IMetric metric, double threshold, String description) {
        Alarm alarm = Alarm.Builder.create(scope, id)
                .metric(metric)
                .threshold(threshold)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .alarmDescription(description)
                .build();
        alarm.addAlarmAction(new SnsAction(topic));
        return alarm;
    }
}
