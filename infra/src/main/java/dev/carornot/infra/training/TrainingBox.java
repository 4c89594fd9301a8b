package dev.carornot.infra.training;

import dev.carornot.infra.setting.DeploymentSettings;
import dev.carornot.infra.storage.ModelBucket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.BlockDevice;
import software.amazon.awscdk.services.ec2.BlockDeviceVolume;
import software.amazon.awscdk.services.ec2.EbsDeviceOptions;
import software.amazon.awscdk.services.ec2.EbsDeviceVolumeType;
import software.amazon.awscdk.services.ec2.InstanceInitiatedShutdownBehavior;
import software.amazon.awscdk.services.ec2.InstanceType;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.ec2.MachineImage;
import software.amazon.awscdk.services.ec2.UserData;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * A launch template for a machine that trains once: it fetches what lies under {@code training/} in the model bucket, trains,
 * publishes, leaves its log and is gone. It may do nothing else, and nobody can log in.
 */
public final class TrainingBox extends Construct {
    private static final String SCRIPT = "train.sh";

    /** AWS's image with NVIDIA's driver, Ubuntu 22.04; looked up when the machine is started. */
    private static final String IMAGE =
            "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-22.04/latest/ami-id";

    private static final String ROOT_DEVICE = "/dev/sda1";
    private static final int DISK_GIBIBYTES = 200;

    private final LaunchTemplate template;

    public TrainingBox(Construct scope, String id, ModelBucket models, DeploymentSettings settings) {
        super(scope, id);
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
                .build();
        models.training().forEach(role::addToPolicy);
        template = LaunchTemplate.Builder.create(this, "Template")
                .instanceType(new InstanceType(settings.trainingInstance()))
                .machineImage(MachineImage.resolveSsmParameterAtLaunch(IMAGE))
                .role(role)
                .requireImdsv2(true)
                .instanceInitiatedShutdownBehavior(InstanceInitiatedShutdownBehavior.TERMINATE)
                .blockDevices(List.of(BlockDevice.builder()
                        .deviceName(ROOT_DEVICE)
                        .volume(BlockDeviceVolume.ebs(
                                DISK_GIBIBYTES,
                                EbsDeviceOptions.builder()
                                        .encrypted(true)
                                        .volumeType(EbsDeviceVolumeType.GP3)
                                        .deleteOnTermination(true)
                                        .build()))
                        .build()))
                .userData(UserData.custom(script(models, settings)))
                .build();
        Validations.of(template)
                .acknowledge(Acknowledgment.builder()
                        .id("CloudFormation-Validate::E1152")
                        .reason(
                                "An image may be named by a parameter that is read at launch, which the rule does not know.")
                        .build());
    }

    /** The script with this deployment's names before it. */
    private static String script(ModelBucket models, DeploymentSettings settings) {
        return String.join(
                "\n",
                "#!/bin/bash",
                "export AWS_REGION='" + Aws.REGION + "'",
                "BUCKET='" + models.name() + "'",
                "STORE='" + models.store() + "'",
                "HOURS=" + settings.trainingHours(),
                text());
    }

    private static String text() {
        try (InputStream in = TrainingBox.class.getResourceAsStream(SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code aws ec2 run-instances --launch-template} wants. */
    public String templateId() {
        return template.getLaunchTemplateId();
    }
}
