package dev.carornot.infra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cxapi.CloudAssembly;

/** The templates as a deployment would get them. */
final class Templates {
    private static final Map<String, Object> SETTINGS = Map.of("imageTag", "1.0");

    private final CloudAssembly assembly;

    private Templates(CloudAssembly assembly) {
        this.assembly = assembly;
    }

    /** Synthesises all stacks; skips the test where there is no node to do it. */
    static Templates with(Map<String, Object> further) {
        assumeNode();
        Map<String, Object> settings = new HashMap<>(SETTINGS);
        settings.putAll(further);
        App app = new App(
                AppProps.builder().context(settings).analyticsReporting(false).build());
        InfraApp.describe(app);
        return new Templates(app.synth());
    }

    /** The same as the defaults, synthesised once. */
    static Templates defaults() {
        // Here too: what is thrown while a class is initialised arrives as something else.
        assumeNode();
        return Defaults.TEMPLATES;
    }

    Template foundation() {
        return of("car-or-not-foundation");
    }

    Template service() {
        return of("car-or-not-service");
    }

    Template training() {
        return of("car-or-not-training");
    }

    Template of(String stack) {
        @SuppressWarnings("unchecked") // A template is an object.
        Map<String, Object> json =
                (Map<String, Object>) assembly.getStackByName(stack).getTemplate();
        return Template.fromJSON(json);
    }

    private static void assumeNode() {
        assumeTrue(nodeIsThere(), "The CDK synthesises in node, which is not installed here (apt-get install nodejs).");
    }

    private static boolean nodeIsThere() {
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return node.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Made when it is first asked for. */
    private static final class Defaults {
        private static final Templates TEMPLATES = with(Map.of());
    }
}
