package dev.carornot.infra.setting;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a deployment may choose. Immutable and thread-safe.
 *
 * @param name what the stacks' names begin with
 * @param imageTag of the image in the repository that both functions run; never moved to another image
 * @param processor that the image was built for
 * @param memory of a function, in MB; Lambda gives processor time in proportion, 1,769 MB come with one whole processor
 * @param uploadConcurrency instances of the upload function that run at once, at most
 * @param httpConcurrency instances of the function behind the URL that run at once, at most
 * @param logDays how long logs are kept, one of {@link #LOG_DAYS}
 * @param uploadDays how long an uploaded photograph and its result are kept
 * @param model name under which the trainer publishes, and which version of it the functions follow
 * @param modelRefresh how often the functions look for a new version, in seconds; never if empty
 * @param publicKey base64 text of the Ed25519 key with which models are signed; empty where they are not
 * @param outcome where the upload function writes what it found
 * @param alarmEmail who is told of alarms
 * @param trainingInstance the training box's type
 * @param trainingHours after which the box ends in any case
 */
public record DeploymentSettings(
        String name,
        String imageTag,
        Processor processor,
        int memory,
        int uploadConcurrency,
        int httpConcurrency,
        int logDays,
        int uploadDays,
        String model,
        Optional<Integer> modelRefresh,
        Optional<String> publicKey,
        Outcome outcome,
        Optional<String> alarmEmail,
        String trainingInstance,
        int trainingHours) {
    /** Retentions that CloudWatch offers, up to a year. */
    public static final List<Integer> LOG_DAYS = List.of(1, 3, 5, 7, 14, 30, 60, 90, 180, 365);

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]+=*");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern INSTANCE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");

    /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: here a function has one whole processor. */
    private static final int MEMORY_OF_ONE_PROCESSOR = 1769;

    /** libtorch and a ResNet-50 leave less than that no room for a large photograph (docs/performance.md). */
    private static final int LEAST_MEMORY = 512;

    private static final int MOST_MEMORY = 10_240;

    /** The fewest that an SQS event source can be held to. */
    private static final int LEAST_CONCURRENCY = 2;

    private static final int MOST_CONCURRENCY = 1000;
    private static final int MOST_UPLOAD_DAYS = 3650;
    private static final int LEAST_REFRESH_SECONDS = 10;
    private static final int MOST_REFRESH_SECONDS = 86_400;
    private static final int MOST_HOURS = 72;

    /** The names of all settings. */
    public static final List<String> KEYS = List.of(
            "name",
            "imageTag",
            "processor",
            "memory",
            "uploadConcurrency",
            "httpConcurrency",
            "logDays",
            "uploadDays",
            "model",
            "modelRefresh",
            "publicKey",
            "outcome",
            "alarmEmail",
            "trainingInstance",
            "trainingHours");

    /**
     * Reads the settings.
     *
     * @param values gives the value of a key, a text or a number, or null
     * @throws SettingException when one is missing or cannot be used
     */
    public static DeploymentSettings read(Function<String, Object> values) {
        Context context = new Context(values);
        String names = "lower-case letters, digits and hyphens, 31 characters at most";
        return new DeploymentSettings(
                context.text("name", NAME, names).orElse("car-or-not"),
                context.required("imageTag", TAG, "the tag of an image in the repository"),
                context.choice("processor", Processor.X86_64),
                context.number("memory", MEMORY_OF_ONE_PROCESSOR, LEAST_MEMORY, MOST_MEMORY),
                context.number("uploadConcurrency", 10, LEAST_CONCURRENCY, MOST_CONCURRENCY),
                context.number("httpConcurrency", 10, 1, MOST_CONCURRENCY),
                logDays(context),
                context.number("uploadDays", 30, 1, MOST_UPLOAD_DAYS),
                context.text("model", NAME, names).orElse("car-or-not"),
                context.text("modelRefresh")
                        .map(seconds -> context.number(
                                "modelRefresh", LEAST_REFRESH_SECONDS, LEAST_REFRESH_SECONDS, MOST_REFRESH_SECONDS)),
                context.text("publicKey", KEY, "the base64 text of an Ed25519 public key"),
                context.choice("outcome", Outcome.TAGS),
                context.text("alarmEmail", EMAIL, "an e-mail address"),
                context.text("trainingInstance", INSTANCE, "an instance type such as g6.xlarge")
                        .orElse("g6.xlarge"),
                context.number("trainingHours", 12, 1, MOST_HOURS));
    }

    private static int logDays(Context context) {
        int days = context.number("logDays", 30, LOG_DAYS.get(0), LOG_DAYS.get(LOG_DAYS.size() - 1));
        if (!LOG_DAYS.contains(days)) {
            throw context.refuse("logDays", String.valueOf(days), "one of " + LOG_DAYS);
        }
        return days;
    }
}
