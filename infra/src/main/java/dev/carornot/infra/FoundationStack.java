package dev.carornot.infra;

import dev.carornot.infra.setting.DeploymentSettings;
import dev.carornot.infra.storage.ImageRepository;
import dev.carornot.infra.storage.ModelBucket;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecr.IRepository;
import software.constructs.Construct;

/** What has to be there before an image can be pushed and a model published: deployed first, and seldom again. */
final class FoundationStack extends Stack {
    private final ImageRepository images;
    private final ModelBucket models;

    FoundationStack(Construct scope, DeploymentSettings settings) {
        super(scope, settings.name() + "-foundation");
        images = new ImageRepository(this, "Images");
        models = new ModelBucket(this, "Models");
        CfnOutput.Builder.create(this, "ImageRepository")
                .value(images.repository().getRepositoryUri())
                .description("Where the image is pushed")
                .build();
        CfnOutput.Builder.create(this, "ModelStore")
                .value(models.store())
                .description("Where car-or-not publish --to writes")
                .build();
    }

    IRepository images() {
        return images.repository();
    }

    ModelBucket models() {
        return models;
    }
}
