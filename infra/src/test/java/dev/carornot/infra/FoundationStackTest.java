package dev.carornot.infra;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class FoundationStackTest {
    private final Template template = Templates.defaults().foundation();

    @Test
    void whatWasOverwrittenInTheModelBucketCanBeBroughtBack() {
        template.hasResourceProperties(
                "AWS::S3::Bucket",
                Map.of(
                        "VersioningConfiguration", Map.of("Status", "Enabled"),
                        "LifecycleConfiguration",
                                Map.of(
                                        "Rules",
                                        Match.arrayWith(List.of(Match.objectLike(Map.of(
                                                "NoncurrentVersionExpiration", Map.of("NoncurrentDays", 90))))))));
    }

    @Test
    void theModelBucketIsPrivateEncryptedAndOutlivesTheStack() {
        Buckets.arePrivate(template, 1);
    }

    @Test
    void anImagesTagIsNeverMovedAndImagesAreScanned() {
        template.hasResourceProperties(
                "AWS::ECR::Repository",
                Map.of(
                        "ImageTagMutability",
                        "IMMUTABLE",
                        "ImageScanningConfiguration",
                        Map.of("ScanOnPush", true),
                        "LifecyclePolicy",
                        Match.anyValue()));
    }
}
