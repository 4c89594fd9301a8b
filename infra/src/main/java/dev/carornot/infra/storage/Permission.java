package dev.carornot.infra.storage;

import java.util.List;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** Statements of policies, each with the actions that are called and no more. */
final class Permission {
    private Permission() {}

    static PolicyStatement of(List<String> actions, String... resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resources))
                .build();
    }
}
