package dev.carornot.infra.storage;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.ecr.LifecycleRule;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.TagMutability;
import software.constructs.Construct;

/**
 * Where images lie. A deployment names a tag; nothing is built while a template is synthesised, so that what is deployed is
 * the image that was tested.
 */
public final class ImageRepository extends Construct {
    private static final int IMAGES_KEPT = 20;

    private final Repository repository;

    public ImageRepository(Construct scope, String id) {
        super(scope, id);
        repository = Repository.Builder.create(this, "Repository")
                .imageScanOnPush(true)
                // A tag that could be moved would change functions without a deployment, and defeat going back.
                .imageTagMutability(TagMutability.IMMUTABLE)
                .lifecycleRules(List.of(
                        LifecycleRule.builder().maxImageCount(IMAGES_KEPT).build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
    }

    public IRepository repository() {
        return repository;
    }
}
