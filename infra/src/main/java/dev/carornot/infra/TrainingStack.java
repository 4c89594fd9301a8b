package dev.carornot.infra;

import dev.carornot.infra.setting.DeploymentSettings;
import dev.carornot.infra.training.TrainingBox;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/** What trains. Costs nothing until a box is started. */
final class TrainingStack extends Stack {
    TrainingStack(Construct scope, FoundationStack foundation, DeploymentSettings settings) {
        super(scope, settings.name() + "-training");
        TrainingBox box = new TrainingBox(this, "Box", foundation.models(), settings);
        CfnOutput.Builder.create(this, "LaunchTemplate")
                .value(box.templateId())
                .description("For aws ec2 run-instances --launch-template")
                .build();
    }
}
