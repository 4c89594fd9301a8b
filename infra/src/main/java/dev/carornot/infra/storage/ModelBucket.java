package dev.carornot.infra.storage;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * Trained models under {@value #MODELS}, versioned, so that what was overwritten can be brought back; and under
 * {@value #TRAINING} what the training box reads.
 */
public final class ModelBucket extends Construct {
    private static final String MODELS = "models/";
    private static final String TRAINING = "training/";
    private static final String LOGS = TRAINING + "logs/";

    /** How long a version that was overwritten or deleted can be brought back. */
    private static final int REPENTANCE_DAYS = 90;

    private static final int ABANDONED_UPLOAD_DAYS = 1;
    private static final int TRAINING_LOG_DAYS = 90;

    private final Bucket bucket;

    public ModelBucket(Construct scope, String id) {
        super(scope, id);
        bucket = PrivateBucket.in(this, "Bucket")
                .versioned(true)
                .lifecycleRules(List.of(
                        LifecycleRule.builder()
                                .noncurrentVersionExpiration(Duration.days(REPENTANCE_DAYS))
                                .abortIncompleteMultipartUploadAfter(Duration.days(ABANDONED_UPLOAD_DAYS))
                                .build(),
                        LifecycleRule.builder()
                                .prefix(LOGS)
                                .expiration(Duration.days(TRAINING_LOG_DAYS))
                                .build()))
                .build();
    }

    public String name() {
        return bucket.getBucketName();
    }

    /** Where {@code car-or-not publish --to} writes. */
    public String store() {
        return "s3://" + name() + "/models";
    }

    /** The model that is called {@code model}, in the version that {@code current} names. */
    public String location(String model) {
        return store() + "/" + model;
    }

    /** For who serves: reads models, and is told that one is missing rather than forbidden. */
    public List<PolicyStatement> reading() {
        return List.of(
                Permission.of(List.of("s3:GetObject"), bucket.arnForObjects(MODELS + "*")),
                Permission.of(List.of("s3:ListBucket"), bucket.getBucketArn()));
    }

    /** For who trains: reads the training input, publishes models, leaves its log. */
    public List<PolicyStatement> training() {
        return List.of(
                Permission.of(
                        List.of("s3:GetObject"),
                        bucket.arnForObjects(TRAINING + "*"),
                        bucket.arnForObjects(MODELS + "*")),
                Permission.of(
                        List.of("s3:PutObject", "s3:AbortMultipartUpload"),
                        bucket.arnForObjects(MODELS + "*"),
                        bucket.arnForObjects(LOGS + "*")),
                Permission.of(List.of("s3:ListBucket"), bucket.getBucketArn()));
    }
}
