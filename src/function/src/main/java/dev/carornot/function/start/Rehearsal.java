package dev.carornot.function.start;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the application once as a process of its own: starts it, has it classify a photograph, ends it. What the launcher's
 * {@code prepare} lets a JVM watch, to keep what it learns for the starts to come; and what tells how long a start takes.
 */
public final class Rehearsal {
    private static final String PHOTOGRAPH = "/dev/carornot/function/model/probe.jpg";
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    /** A system property: whether the application also looks at S3, a server of the rehearsal's. */
    private static final String WITH_S3 = "carornot.rehearsal.s3";

    /** In the environment, what would have the application ask for a key. */
    private static final Set<String> KEYS = Set.of("CARORNOT_API_KEYS", "CARORNOT_API_KEYS_FILE");

    private static final int OK = 200;
    private static final int NO_BODY = -1;
    private static final int TIMEOUT_MILLIS = 60_000;

    private Rehearsal() {}

    /**
     * Exits with 0 when all went well, with 1 and a sentence on the standard error stream otherwise.
     *
     * @param command the command that starts the application; it finds a free port in {@code QUARKUS_HTTP_PORT}
     */
    public static void main(String... command) {
        try {
            long start = System.nanoTime();
            HttpServer s3 = Boolean.getBoolean(WITH_S3) ? anyBucket() : null;
            Process application = start(List.of(command), s3);
            try {
                BufferedReader output = application.inputReader();
                URI address = address(output);
                double listening = millisSince(start);
                classify(address.resolve("/classify").toURL());
                System.out.printf(
                        "Listening after %.0f ms, first verdict after %.0f ms.%n", listening, millisSince(start));
                end(application, output);
            } finally {
                application.destroyForcibly();
                if (s3 != null) {
                    s3.stop(0);
                }
            }
        } catch (IOException e) {
            System.err.println("The rehearsal failed: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            System.exit(1);
        }
    }

    /** Has every bucket that it is asked for, and nothing in it. */
    private static HttpServer anyBucket() throws IOException {
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> {
            exchange.sendResponseHeaders(OK, NO_BODY);
            exchange.close();
        });
        s3.start();
        return s3;
    }

    private static Process start(List<String> command, HttpServer s3) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (s3 != null) {
            // The upload function looks at its bucket when it starts, and serves HTTP as the other one does.
            builder.environment().put("QUARKUS_FUNQY_EXPORT", "classify-upload");
            builder.environment().put("CARORNOT_UPLOAD_BUCKET", "rehearsal");
            builder.environment()
                    .put(
                            "QUARKUS_S3_ENDPOINT_OVERRIDE",
                            "http://127.0.0.1:" + s3.getAddress().getPort());
            builder.environment().put("QUARKUS_S3_PATH_STYLE_ACCESS", "true");
            builder.environment().put("AWS_REGION", "us-east-1");
            builder.environment().put("AWS_ACCESS_KEY_ID", "rehearsal");
            builder.environment().put("AWS_SECRET_ACCESS_KEY", "rehearsal");
        }
        // Nobody else gets to ask it, and the rehearsal has no key.
        builder.environment().keySet().removeAll(KEYS);
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        return builder.start();
    }

    private static URI address(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            // Also what a JVM that does not start has to say.
            System.out.println(line);
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return URI.create("http://127.0.0.1:" + listening.group(1));
            }
        }
        throw new IOException("the application ended before it listened.");
    }

    private static void classify(URL address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "image/jpeg");
        connection.setDoOutput(true);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try (InputStream photograph = Rehearsal.class.getResourceAsStream(PHOTOGRAPH)) {
            photograph.transferTo(connection.getOutputStream());
        }
        if (connection.getResponseCode() != OK) {
            throw new IOException("a photograph was answered with status " + connection.getResponseCode() + ".");
        }
        try (InputStream answer = connection.getInputStream()) {
            answer.readAllBytes();
        }
    }

    private static void end(Process application, BufferedReader output) throws IOException, InterruptedException {
        // Process.destroy() would close its output before it has said all.
        application.toHandle().destroy();
        output.lines().forEach(System.out::println);
        if (!application.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IOException("the application does not end.");
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
