package dev.carornot.infra;

import dev.carornot.infra.setting.DeploymentSettings;
import dev.carornot.infra.setting.SettingException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * Synthesises the templates. Settings come from the CDK's context ({@code cdk -c key=value}, {@code cdk.json}) or as
 * arguments {@code key=value}.
 */
public final class InfraApp {
    /** Where templates go unless the cdk command line says another place. */
    private static final String OUT = "carornot.out";

    private InfraApp() {}

    public static void main(String... arguments) {
        try {
            AppProps.Builder props =
                    AppProps.builder().context(context(arguments)).analyticsReporting(false);
            if (System.getenv("CDK_OUTDIR") == null && System.getProperty(OUT) != null) {
                props.outdir(System.getProperty(OUT));
            }
            App app = new App(props.build());
            describe(app);
            System.out.println("The templates are in " + app.synth().getDirectory());
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** Adds all stacks to the app. */
    static void describe(App app) {
        // What one stack has of another cannot be taken away under it.
        app.getNode().setContext("@aws-cdk/core:defaultCrossStackReferences", "strong");
        DeploymentSettings settings =
                DeploymentSettings.read(key -> app.getNode().tryGetContext(key));
        FoundationStack foundation = new FoundationStack(app, settings);
        new ServiceStack(app, foundation, settings);
        new TrainingStack(app, foundation, settings);
    }

    private static Map<String, Object> context(String... arguments) {
        Map<String, Object> context = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String key = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !DeploymentSettings.KEYS.contains(key)) {
                throw SettingException.unknown(argument, DeploymentSettings.KEYS);
            }
            context.put(key, argument.substring(equals + 1));
        }
        return context;
    }
}
