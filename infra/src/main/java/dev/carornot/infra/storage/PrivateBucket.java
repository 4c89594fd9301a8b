package dev.carornot.infra.storage;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/** What every bucket here has: TLS only, nothing public, encrypted, no access lists; it outlives its stack. */
final class PrivateBucket {
    /** Older versions of TLS are refused. */
    private static final double TLS = 1.2;

    private PrivateBucket() {}

    static Bucket.Builder in(Construct scope, String id) {
        return Bucket.Builder.create(scope, id)
                .enforceSsl(true)
                .minimumTlsVersion(TLS)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .encryption(BucketEncryption.S3_MANAGED)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .removalPolicy(RemovalPolicy.RETAIN);
    }
}
