package dev.carornot.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Capture;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

final class ServiceStackTest {
    private final Template template = Templates.defaults().service();

    @Test
    void theUploadBucketIsPrivateAndEncryptedAndForgetsPhotographs() {
        Buckets.arePrivate(template, 1);
        template.hasResourceProperties(
                "AWS::S3::Bucket",
                Map.of(
                        "LifecycleConfiguration",
                        Map.of("Rules", List.of(Match.objectLike(Map.of("ExpirationInDays", 30))))));
    }

    @Test
    void theBucketTellsTheQueueOfPhotographsAndNotOfResults() {
        String queue = queue("Queue");
        template.hasResource(
                "AWS::S3::Bucket",
                Map.of(
                        "Properties",
                        Match.objectLike(Map.of(
                                "NotificationConfiguration",
                                Map.of(
                                        "QueueConfigurations",
                                        List.of(Map.of(
                                                "Event",
                                                "s3:ObjectCreated:*",
                                                "Queue",
                                                arn(queue),
                                                "Filter",
                                                Map.of(
                                                        "S3Key",
                                                        Map.of(
                                                                "Rules",
                                                                List.of(Map.of(
                                                                        "Name",
                                                                        "prefix",
                                                                        "Value",
                                                                        "photographs/"))))))))),
                        "DependsOn",
                        Match.arrayWith(List.of(Match.stringLikeRegexp("UploadQueuePolicy.*")))));
        template.hasResourceProperties(
                "AWS::Lambda::Function",
                environment(Map.of(
                        "CARORNOT_UPLOAD_PREFIX",
                        "photographs/",
                        "CARORNOT_UPLOAD_RESULTS",
                        Map.of("Fn::Join", Match.arrayWith(List.of(Match.arrayWith(List.of("/results/"))))))));
    }

    @Test
    void onlyS3OfThisAccountMayWriteToTheQueue() {
        template.hasResourceProperties(
                "AWS::SQS::QueuePolicy",
                Map.of(
                        "Queues",
                        List.of(Map.of("Ref", queue("Queue"))),
                        "PolicyDocument",
                        Match.objectLike(Map.of(
                                "Statement",
                                Match.arrayWith(List.of(Match.objectLike(Map.of(
                                        "Action",
                                        "sqs:SendMessage",
                                        "Effect",
                                        "Allow",
                                        "Principal",
                                        Map.of("Service", "s3.amazonaws.com"),
                                        "Condition",
                                        Map.of(
                                                "StringEquals",
                                                Map.of("aws:SourceAccount", Map.of("Ref", "AWS::AccountId")))))))))));
    }

    @Test
    void afterFiveAttemptsAMessageGoesToTheDeadLettersAndAnAlarmRises() {
        String dead = queue("DeadLetters");
        template.hasResourceProperties(
                "AWS::SQS::Queue",
                Map.of(
                        "RedrivePolicy",
                        Map.of("maxReceiveCount", 5, "deadLetterTargetArn", arn(dead)),
                        "VisibilityTimeout",
                        6 * 60,
                        "SqsManagedSseEnabled",
                        true));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of(
                        "MetricName",
                        "ApproximateNumberOfMessagesVisible",
                        "Dimensions",
                        List.of(Map.of("Name", "QueueName", "Value", Map.of("Fn::GetAtt", List.of(dead, "QueueName")))),
                        "Threshold",
                        0,
                        "ComparisonOperator",
                        "GreaterThanThreshold",
                        "AlarmActions",
                        List.of(Map.of("Ref", only("AWS::SNS::Topic")))));
    }

    @Test
    void theFunctionAnswersForEachMessageAlone() {
        template.hasResourceProperties(
                "AWS::Lambda::EventSourceMapping",
                Map.of(
                        "EventSourceArn",
                        arn(queue("Queue")),
                        "FunctionResponseTypes",
                        List.of("ReportBatchItemFailures"),
                        "ScalingConfig",
                        Map.of("MaximumConcurrency", 10)));
    }

    @Test
    void thereAreTwoFunctionsOfOneImageAndNoneThatIsNotOurs() {
        template.resourceCountIs("AWS::Lambda::Function", 2);
        template.allResourcesProperties(
                "AWS::Lambda::Function",
                Match.objectLike(Map.of(
                        "PackageType",
                        "Image",
                        "Code",
                        Map.of(
                                "ImageUri",
                                Map.of("Fn::Join", Match.arrayWith(List.of(Match.arrayWith(List.of(":1.0")))))),
                        "Architectures",
                        List.of("x86_64"),
                        "MemorySize",
                        1769,
                        "ReservedConcurrentExecutions",
                        10,
                        "TracingConfig",
                        Map.of("Mode", "Active"))));
        for (String function : List.of("classify", "classify-upload")) {
            template.hasResourceProperties(
                    "AWS::Lambda::Function",
                    environment(Map.of(
                            "QUARKUS_FUNQY_EXPORT", function,
                            "QUARKUS_HTTP_HOST_ENABLED", "false",
                            "CARORNOT_MODEL_CACHE", "/tmp/car-or-not")));
        }
    }

    @Test
    void logsAreForgottenAfterAMonth() {
        template.resourceCountIs("AWS::Logs::LogGroup", 2);
        template.allResourcesProperties("AWS::Logs::LogGroup", Map.of("RetentionInDays", 30));
    }

    @Test
    void aNewVersionGetsATenthOfTheCallsFirstAndGoesBackIfAnAlarmRises() {
        template.resourceCountIs("AWS::CodeDeploy::DeploymentGroup", 2);
        Capture alarms = new Capture();
        template.allResourcesProperties(
                "AWS::CodeDeploy::DeploymentGroup",
                Match.objectLike(Map.of(
                        "DeploymentConfigName",
                        "CodeDeployDefault.LambdaCanary10Percent5Minutes",
                        "AutoRollbackConfiguration",
                        Map.of(
                                "Enabled",
                                true,
                                "Events",
                                Match.arrayWith(List.of("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"))),
                        "AlarmConfiguration",
                        Map.of("Enabled", true, "Alarms", alarms))));
        assertThat(alarms.asArray()).hasSize(2);
        template.allResources(
                "AWS::Lambda::Alias",
                Match.objectLike(Map.of(
                        "UpdatePolicy",
                        Map.of(
                                "CodeDeployLambdaAliasUpdate",
                                Map.of(
                                        "ApplicationName", Match.anyValue(),
                                        "DeploymentGroupName", Match.anyValue())))));
        template.allResources("AWS::Lambda::Version", Map.of("DeletionPolicy", "Retain"));
    }

    @Test
    void failuresAndSlownessOfEachFunctionRaiseAlarms() {
        for (String metric : List.of("Errors", "Throttles", "Duration")) {
            template.resourcePropertiesCountIs(
                    "AWS::CloudWatch::Alarm", Match.objectLike(Map.of("MetricName", metric)), 2);
        }
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of("MetricName", "Duration", "ExtendedStatistic", "p99", "Threshold", 24_000));
    }

    @Test
    void theUrlAnswersOnlyThoseWhomIamAllows() {
        template.resourceCountIs("AWS::Lambda::Url", 1);
        template.allResourcesProperties("AWS::Lambda::Url", Match.objectLike(Map.of("AuthType", "AWS_IAM")));
        template.resourceCountIs("AWS::Lambda::Permission", 0);
    }

    @Test
    void theDashboardShowsVerdictsRefusalsLatencyAndModels() {
        Map<String, Map<String, Object>> dashboards = template.findResources("AWS::CloudWatch::Dashboard");
        assertThat(dashboards).hasSize(1);
        assertThat(dashboards.values().toString())
                .contains(
                        "{CarOrNot,verdict} MetricName=\\\"Verdicts\\\"",
                        "{CarOrNot,reason} MetricName=\\\"Refusals\\\"",
                        "{CarOrNot,model} MetricName=\\\"Verdicts\\\"",
                        "{CarOrNot,model} MetricName=\\\"Probability\\\"",
                        "{CarOrNot,ending} MetricName=\\\"Uploads\\\"",
                        "DecodeMillis",
                        "NetworkMillis",
                        "TotalMillis",
                        "is open and warm after");
    }

    @Test
    void whatTheFunctionsAnswerWithoutAnErrorRaisesAlarmsToo() {
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Match.objectLike(Map.of(
                        "Namespace",
                        "CarOrNot",
                        "MetricName",
                        "Refusals",
                        "Dimensions",
                        List.of(Map.of("Name", "reason", "Value", "internal")))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Match.objectLike(
                        Map.of(
                                "Threshold",
                                50,
                                "Metrics",
                                Match.arrayWith(
                                        List.of(
                                                Match.objectLike(
                                                        Map.of(
                                                                "Expression",
                                                                "IF(FILL(verdicts, 0) + refusals >= 20, 100 * refusals / (FILL(verdicts, 0) + refusals), 0)")))))));
    }

    @Test
    void settingsReachTheFunctions() {
        Template other = Templates.with(Map.of(
                        "name", "cats",
                        "processor", "arm64",
                        "memory", 3008,
                        "model", "cats",
                        "modelRefresh", 300,
                        "publicKey", "MCowBQYDK2VwAyEA",
                        "outcome", "both",
                        "uploadConcurrency", 20,
                        "alarmEmail", "someone@example.org"))
                .of("cats-service");
        other.allResourcesProperties(
                "AWS::Lambda::Function",
                Match.objectLike(Map.of("Architectures", List.of("arm64"), "MemorySize", 3008)));
        other.hasResourceProperties(
                "AWS::Lambda::Function",
                Match.objectLike(Map.of(
                        "ReservedConcurrentExecutions",
                        20,
                        "Environment",
                        Map.of(
                                "Variables",
                                Match.objectLike(Map.of(
                                        "CARORNOT_MODEL_REFRESH", "300s",
                                        "CARORNOT_MODEL_PUBLIC_KEY", "MCowBQYDK2VwAyEA",
                                        "CARORNOT_UPLOAD_WRITE", "both",
                                        "CARORNOT_MODEL_URI",
                                                Map.of(
                                                        "Fn::Join",
                                                        Match.arrayWith(List.of(
                                                                Match.arrayWith(List.of("/models/cats")))))))))));
        other.hasResourceProperties(
                "AWS::SNS::Subscription", Map.of("Protocol", "email", "Endpoint", "someone@example.org"));
    }

    private static Object environment(Map<String, Object> variables) {
        return Match.objectLike(Map.of("Environment", Map.of("Variables", Match.objectLike(variables))));
    }

    private static Map<String, Object> arn(String resource) {
        return Map.of("Fn::GetAtt", List.of(resource, "Arn"));
    }

    private String only(String type) {
        return template.getResourceId(type);
    }

    /** The logical name of the queue with (or, for the dead letters, without) another behind it. */
    private String queue(String which) {
        return which.equals("DeadLetters")
                ? template.getResourceId(
                        "AWS::SQS::Queue", Map.of("Properties", Map.of("RedrivePolicy", Match.absent())))
                : template.getResourceId(
                        "AWS::SQS::Queue", Map.of("Properties", Map.of("RedrivePolicy", Match.anyValue())));
    }
}
