package dev.carornot.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** What must hold of every bucket. */
final class Buckets {
    private Buckets() {}

    static void arePrivate(Template template, int count) {
        template.resourceCountIs("AWS::S3::Bucket", count);
        template.resourceCountIs("AWS::S3::BucketPolicy", count);
        template.allResources("AWS::S3::Bucket", Map.of("DeletionPolicy", "Retain", "UpdateReplacePolicy", "Retain"));
        template.allResourcesProperties(
                "AWS::S3::Bucket",
                Match.objectLike(Map.of(
                        "PublicAccessBlockConfiguration",
                        Map.of(
                                "BlockPublicAcls", true,
                                "BlockPublicPolicy", true,
                                "IgnorePublicAcls", true,
                                "RestrictPublicBuckets", true),
                        "BucketEncryption",
                        Map.of(
                                "ServerSideEncryptionConfiguration",
                                List.of(Map.of("ServerSideEncryptionByDefault", Map.of("SSEAlgorithm", "AES256")))),
                        "OwnershipControls",
                        Map.of("Rules", List.of(Map.of("ObjectOwnership", "BucketOwnerEnforced"))),
                        "LifecycleConfiguration",
                        Match.anyValue())));
        template.allResourcesProperties(
                "AWS::S3::BucketPolicy",
                Match.objectLike(Map.of(
                        "PolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                Match.arrayWith(List.of(
                                        denied(Map.of("Bool", Map.of("aws:SecureTransport", "false"))),
                                        denied(Map.of("NumericLessThan", Map.of("s3:TlsVersion", 1.2))))))))));
    }

    private static Object denied(Map<String, Object> condition) {
        return Match.objectLike(Map.of("Effect", "Deny", "Action", "s3:*", "Condition", condition));
    }
}
