package dev.carornot.infra;

import dev.carornot.infra.delivery.UploadQueue;
import dev.carornot.infra.function.ContainerFunction;
import dev.carornot.infra.monitoring.Alarms;
import dev.carornot.infra.monitoring.ApplicationMetrics;
import dev.carornot.infra.monitoring.Overview;
import dev.carornot.infra.setting.DeploymentSettings;
import dev.carornot.infra.storage.UploadBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.FunctionUrl;
import software.amazon.awscdk.services.lambda.FunctionUrlAuthType;
import software.amazon.awscdk.services.lambda.FunctionUrlOptions;
import software.constructs.Construct;

/** What classifies: uploads in a bucket through a queue, and calls of a URL. */
final class ServiceStack extends Stack {
    private static final int UPLOAD_TIMEOUT_SECONDS = 60;
    private static final int HTTP_TIMEOUT_SECONDS = 30;

    ServiceStack(Construct scope, FoundationStack foundation, DeploymentSettings settings) {
        super(scope, settings.name() + "-service");
        Alarms alarms = new Alarms(this, "Alarms", settings.alarmEmail());
        UploadBucket uploads = new UploadBucket(this, "Uploads", settings.uploadDays());
        Duration uploadTimeout = Duration.seconds(UPLOAD_TIMEOUT_SECONDS);

        Map<String, String> model = new HashMap<>();
        model.put("CARORNOT_MODEL_URI", foundation.models().location(settings.model()));
        settings.modelRefresh().ifPresent(seconds -> model.put("CARORNOT_MODEL_REFRESH", seconds + "s"));
        settings.publicKey().ifPresent(key -> model.put("CARORNOT_MODEL_PUBLIC_KEY", key));

        Map<String, String> upload = new HashMap<>(model);
        upload.put("CARORNOT_UPLOAD_BUCKET", uploads.name());
        upload.put("CARORNOT_UPLOAD_PREFIX", UploadBucket.PHOTOGRAPHS);
        upload.put("CARORNOT_UPLOAD_WRITE", settings.outcome().label());
        upload.put("CARORNOT_UPLOAD_RESULTS", uploads.results());

        ContainerFunction classifyUpload = new ContainerFunction(
                this,
                "ClassifyUpload",
                new ContainerFunction.Part(
                        "classify-upload",
                        settings.uploadConcurrency(),
                        uploadTimeout,
                        upload,
                        Stream.concat(foundation.models().reading().stream(), uploads.classifying().stream())
                                .toList()),
                foundation.images(),
                settings,
                alarms);
        ContainerFunction classify = new ContainerFunction(
                this,
                "Classify",
                new ContainerFunction.Part(
                        "classify",
                        settings.httpConcurrency(),
                        Duration.seconds(HTTP_TIMEOUT_SECONDS),
                        model,
                        foundation.models().reading()),
                foundation.images(),
                settings,
                alarms);

        UploadQueue queue = new UploadQueue(this, "UploadQueue", uploadTimeout, alarms);
        uploads.tell(queue.queue());
        queue.feed(classifyUpload.alias(), settings.uploadConcurrency());

        FunctionUrl url = classify.alias()
                .addFunctionUrl(FunctionUrlOptions.builder()
                        .authType(FunctionUrlAuthType.AWS_IAM)
                        .build());

        new ApplicationMetrics(this, "ApplicationMetrics", alarms);
        new Overview(
                this,
                "Overview",
                List.of(classifyUpload.alias(), classify.alias()),
                List.of(classifyUpload.log(), classify.log()),
                queue.queue(),
                queue.deadLetters());

        CfnOutput.Builder.create(this, "UploadBucket")
                .value("s3://" + uploads.name() + "/" + UploadBucket.PHOTOGRAPHS)
                .description("Where photographs are uploaded")
                .build();
        CfnOutput.Builder.create(this, "ClassifyUrl")
                .value(url.getUrl())
                .description("Answers POST /classify to callers that IAM allows")
                .build();
    }
}
