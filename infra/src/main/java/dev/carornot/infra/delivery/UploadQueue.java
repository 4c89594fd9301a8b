package dev.carornot.infra.delivery;

import dev.carornot.infra.monitoring.Alarms;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.IQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Keeps the bucket's notifications until the function has dealt with them: each that fails comes again, alone, and after
 * {@value #ATTEMPTS} attempts goes where somebody looks at it.
 */
public final class UploadQueue extends Construct {
    private static final int ATTEMPTS = 5;

    /** The longest that SQS keeps a message. */
    private static final int DEAD_LETTER_DAYS = 14;

    private static final int DAYS = 4;

    /** What AWS recommends for a queue in front of a function, in timeouts of the function. */
    private static final int VISIBILITY_TIMEOUTS = 6;

    /** Few enough for one call's time, where each may be a photograph of 20 MB. */
    private static final int BATCH = 5;

    private final Queue dead;
    private final Queue queue;

    /**
     * Describes the queue.
     *
     * @param timeout of the function behind it
     */
    public UploadQueue(Construct scope, String id, Duration timeout, Alarms alarms) {
        super(scope, id);
        dead = Queue.Builder.create(this, "DeadLetters")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(DEAD_LETTER_DAYS))
                .build();
        queue = Queue.Builder.create(this, "Queue")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(DAYS))
                .visibilityTimeout(Duration.seconds(timeout.toSeconds().intValue() * VISIBILITY_TIMEOUTS))
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(dead)
                        .maxReceiveCount(ATTEMPTS)
                        .build())
                .build();
        // The account and not the bucket: the bucket names the queue, and the two would wait for each other.
        queue.addToResourcePolicy(PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("s3.amazonaws.com")))
                .actions(List.of("sqs:SendMessage"))
                .resources(List.of(queue.getQueueArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
                .build());
        alarms.above(
                this,
                "Undelivered",
                dead.metricApproximateNumberOfMessagesVisible(Alarms.most()),
                0,
                "Photographs could not be classified after " + ATTEMPTS + " attempts; their notifications wait.");
    }

    /** Has the function work the queue off, {@code concurrency} batches at once, and answer for each message alone. */
    public void feed(Alias function, int concurrency) {
        function.addEventSource(SqsEventSource.Builder.create(queue)
                .batchSize(BATCH)
                .maxConcurrency(concurrency)
                .reportBatchItemFailures(true)
                .build());
    }

    public IQueue queue() {
        return queue;
    }

    public IQueue deadLetters() {
        return dead;
    }
}
