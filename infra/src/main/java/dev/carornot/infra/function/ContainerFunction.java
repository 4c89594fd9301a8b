package dev.carornot.infra.function;

import dev.carornot.infra.monitoring.Alarms;
import dev.carornot.infra.setting.DeploymentSettings;
import dev.carornot.infra.setting.Processor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.ecr.IRepository;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.DockerImageCode;
import software.amazon.awscdk.services.lambda.DockerImageFunction;
import software.amazon.awscdk.services.lambda.EcrImageCodeProps;
import software.amazon.awscdk.services.lambda.RecursiveLoop;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * One function of the image: its role, its log, and an alias, which is what callers call. A new version gets a tenth of the
 * calls first; if an alarm rises within five minutes, the old one has them all again.
 */
public final class ContainerFunction extends Construct {
    private static final String ALIAS = "live";

    /** Models are downloaded to it: a ResNet-50 is 124 MB with its int8 weights, and a new version lies beside the old one. */
    private static final int DISK_MEBIBYTES = 1024;

    private static final Map<Integer, RetentionDays> RETENTION = Map.of(
            1, RetentionDays.ONE_DAY,
            3, RetentionDays.THREE_DAYS,
            5, RetentionDays.FIVE_DAYS,
            7, RetentionDays.ONE_WEEK,
            14, RetentionDays.TWO_WEEKS,
            30, RetentionDays.ONE_MONTH,
            60, RetentionDays.TWO_MONTHS,
            90, RetentionDays.THREE_MONTHS,
            180, RetentionDays.SIX_MONTHS,
            365, RetentionDays.ONE_YEAR);

    private final LogGroup log;
    private final Alias alias;

    /**
     * Describes a function.
     *
     * @param part what is special about it
     * @param alarms who is told
     */
    public ContainerFunction(
            Construct scope, String id, Part part, IRepository images, DeploymentSettings settings, Alarms alarms) {
        super(scope, id);
        log = LogGroup.Builder.create(this, "Log")
                .retention(RETENTION.get(settings.logDays()))
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        // Not AWS's managed policy for this, which allows every log group of the account.
        log.grantWrite(role);
        part.permissions().forEach(role::addToPolicy);
        DockerImageFunction function = DockerImageFunction.Builder.create(this, "Function")
                .code(DockerImageCode.fromEcr(
                        images,
                        EcrImageCodeProps.builder()
                                .tagOrDigest(settings.imageTag())
                                .build()))
                .architecture(settings.processor() == Processor.ARM64 ? Architecture.ARM_64 : Architecture.X86_64)
                .description("Car or Not a Car: " + part.export())
                .environment(environment(part))
                .memorySize(settings.memory())
                .ephemeralStorageSize(Size.mebibytes(DISK_MEBIBYTES))
                .timeout(part.timeout())
                .reservedConcurrentExecutions(part.concurrency())
                .recursiveLoop(RecursiveLoop.TERMINATE)
                .tracing(Tracing.ACTIVE)
                .logGroup(log)
                .role(role)
                // Going back needs the old version.
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build())
                .build();
        alias = Alias.Builder.create(this, "Alias")
                .aliasName(ALIAS)
                .version(function.getCurrentVersion())
                .build();
        LambdaDeploymentGroup.Builder.create(this, "Deployment")
                .alias(alias)
                .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)
                .alarms(rollback(part, alarms))
                .autoRollback(AutoRollbackConfig.builder()
                        .failedDeployment(true)
                        .stoppedDeployment(true)
                        .deploymentInAlarm(true)
                        .build())
                .build();
        alarms.above(
                this,
                "Throttled",
                alias.metricThrottles(Alarms.sum()),
                0,
                "Calls of " + part.export()
                        + " were turned away: more came at once than its reserved concurrency allows.");
    }

    private List<Alarm> rollback(Part part, Alarms alarms) {
        return List.of(
                alarms.above(this, "Errors", alias.metricErrors(Alarms.sum()), 0, part.export() + " failed."),
                alarms.above(
                        this,
                        "Slow",
                        alias.metricDuration(Alarms.nearlyAll()),
                        part.timeout().toMilliseconds().doubleValue() * Alarms.SHARE_OF_TIMEOUT,
                        part.export() + " takes nearly as long as it may."));
    }

    private static Map<String, String> environment(Part part) {
        Map<String, String> environment = new TreeMap<>(part.environment());
        environment.put("QUARKUS_FUNQY_EXPORT", part.export());
        // On Lambda nobody could reach it.
        environment.put("QUARKUS_HTTP_HOST_ENABLED", "false");
        // The one folder that can be written to.
        environment.put("CARORNOT_MODEL_CACHE", "/tmp/car-or-not");
        return environment;
    }

    /** What callers call; it stays while versions change. */
    public Alias alias() {
        return alias;
    }

    public LogGroup log() {
        return log;
    }

    /**
     * What is special about a function.
     *
     * @param export the Funqy function
     * @param concurrency how many run at once, at most
     * @param timeout for one call
     * @param environment its settings
     * @param permissions what it may do besides writing its log and traces
     */
    public record Part(
            String export,
            int concurrency,
            Duration timeout,
            Map<String, String> environment,
            List<PolicyStatement> permissions) {
        public Part {
            environment = Map.copyOf(environment);
            permissions = List.copyOf(permissions);
        }
    }
}
