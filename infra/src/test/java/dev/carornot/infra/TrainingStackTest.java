package dev.carornot.infra;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class TrainingStackTest {
    private final Template template = Templates.defaults().training();

    @Test
    void theBoxIsGoneOnceItShutsDown() {
        launched(Map.of("InstanceInitiatedShutdownBehavior", "terminate"));
    }

    @Test
    void itsDiskIsEncryptedAndItsCredentialsCannotBeFetchedByAForgedRequest() {
        launched(Map.of(
                "MetadataOptions",
                Map.of("HttpTokens", "required"),
                "BlockDeviceMappings",
                List.of(Match.objectLike(
                        Map.of("Ebs", Match.objectLike(Map.of("Encrypted", true, "DeleteOnTermination", true)))))));
    }

    @Test
    void nobodyCanLogIn() {
        launched(Map.of("KeyName", Match.absent()));
        template.resourceCountIs("AWS::EC2::SecurityGroup", 0);
    }

    @Test
    void noMachineRunsBeforeSomebodyStartsOne() {
        template.resourceCountIs("AWS::EC2::Instance", 0);
        template.resourceCountIs("AWS::AutoScaling::AutoScalingGroup", 0);
    }

    private void launched(Map<String, Object> data) {
        template.hasResourceProperties(
                "AWS::EC2::LaunchTemplate", Map.of("LaunchTemplateData", Match.objectLike(data)));
    }
}
