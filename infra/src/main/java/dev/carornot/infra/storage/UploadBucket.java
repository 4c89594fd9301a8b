package dev.carornot.infra.storage;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucket.FilterRuleProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.NotificationFilterProperty;
import software.amazon.awscdk.services.s3.CfnBucket.QueueConfigurationProperty;
import software.amazon.awscdk.services.s3.CfnBucket.S3KeyFilterProperty;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/** Photographs under {@value #PHOTOGRAPHS}, and under {@value #RESULTS} what was found; both for a limited time. */
public final class UploadBucket extends Construct {
    public static final String PHOTOGRAPHS = "photographs/";
    private static final String RESULTS = "results/";

    private static final int ABANDONED_UPLOAD_DAYS = 1;

    private final Bucket bucket;

    public UploadBucket(Construct scope, String id, int days) {
        super(scope, id);
        bucket = PrivateBucket.in(this, "Bucket")
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .expiration(Duration.days(days))
                        .abortIncompleteMultipartUploadAfter(Duration.days(ABANDONED_UPLOAD_DAYS))
                        .build()))
                .build();
    }

    public String name() {
        return bucket.getBucketName();
    }

    /** Where results go: not where photographs do, or each would be taken for one. */
    public String results() {
        return "s3://" + name() + "/" + RESULTS;
    }

    /**
     * Tells the queue of every photograph, also of one that is put in another's place. The queue must allow it.
     *
     * <p>A property of the bucket: CDK's own {@code addEventNotification} would add a function that is not ours, in Python.
     */
    public void tell(IQueue queue) {
        CfnBucket properties = (CfnBucket) bucket.getNode().getDefaultChild();
        properties.setNotificationConfiguration(NotificationConfigurationProperty.builder()
                .queueConfigurations(List.of(QueueConfigurationProperty.builder()
                        .event("s3:ObjectCreated:*")
                        .queue(queue.getQueueArn())
                        .filter(NotificationFilterProperty.builder()
                                .s3Key(S3KeyFilterProperty.builder()
                                        .rules(List.of(FilterRuleProperty.builder()
                                                .name("prefix")
                                                .value(PHOTOGRAPHS)
                                                .build()))
                                        .build())
                                .build())
                        .build()))
                .build());
        // S3 tries the queue when it is told of it: the queue's policy has to be there.
        bucket.getNode().addDependency(queue);
    }

    /** For the upload function: reads photographs, tags them, writes results beside what it finds there. */
    public List<PolicyStatement> classifying() {
        return List.of(
                Permission.of(
                        List.of(
                                "s3:GetObject",
                                "s3:GetObjectVersion",
                                "s3:GetObjectTagging",
                                "s3:GetObjectVersionTagging",
                                "s3:PutObjectTagging",
                                "s3:PutObjectVersionTagging"),
                        bucket.arnForObjects(PHOTOGRAPHS + "*")),
                Permission.of(List.of("s3:GetObject", "s3:PutObject"), bucket.arnForObjects(RESULTS + "*")),
                // Without it S3 calls an object that is gone forbidden.
                Permission.of(List.of("s3:ListBucket"), bucket.getBucketArn()));
    }
}
