import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what different doors say of the same photographs with what {@code car-or-not evaluate --predictions} wrote.
 * Run as a single source file: {@code java .ci/SpineCheck.java http|lambda|csv ...}.
 */
final class SpineCheck {
    private static final double TOLERANCE = 1e-4;
    private static final int STARTS_WITHIN_SECONDS = 90;
    private static final Pattern PROBABILITY = Pattern.compile("\"probability\"\\s*:\\s*([-+.eE0-9]+)");

    /** One photograph to a probability. */
    private interface Door {
        double ask(Path photograph) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "http" -> {
                Map<String, Double> expected = predictions(Path.of(arguments[2]));
                compare("HTTP", http(arguments[1]), expected, Path.of(arguments[3]), Integer.parseInt(arguments[4]));
            }
            case "lambda" -> {
                Map<String, Double> expected = predictions(Path.of(arguments[1]));
                compare("Lambda", lambda(), expected, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
                // The application's own threads would keep the process.
                System.exit(0);
            }
            case "csv" -> csv(Path.of(arguments[1]), predictions(Path.of(arguments[2])), Path.of(arguments[3]));
            default -> throw new IllegalArgumentException("http, lambda or csv, not " + arguments[0]);
        }
    }

    private static void compare(String name, Door door, Map<String, Double> expected, Path data, int photographs)
            throws Exception {
        List<String> paths = new ArrayList<>(expected.keySet());
        int asked = Math.min(photographs, paths.size());
        double worst = 0;
        for (int i = 0; i < asked; i++) {
            // Spread over the whole list, so that every source has its turn.
            String path = paths.get((int) ((long) i * paths.size() / asked));
            double difference = Math.abs(door.ask(data.resolve(path)) - expected.get(path));
            worst = Math.max(worst, difference);
            if (!(difference <= TOLERANCE)) {
                throw fail(name + " differs from evaluate by " + difference + " on " + path);
            }
        }
        report(name, asked, worst);
    }

    private static void csv(Path classified, Map<String, Double> expected, Path data) throws IOException {
        Map<String, Double> byFile = new LinkedHashMap<>();
        expected.forEach((path, probability) -> byFile.put(data.resolve(path).toString(), probability));
        List<String> lines = Files.readAllLines(classified);
        List<String> header = List.of(lines.get(0).split(","));
        int compared = 0;
        double worst = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.replace("\"", "").split(",");
            Double probability = byFile.get(cells[header.indexOf("path")]);
            if (probability != null) {
                worst = Math.max(worst, Math.abs(probability - Double.parseDouble(cells[header.indexOf("probability")])));
                compared++;
            }
        }
        if (compared == 0 || !(worst <= TOLERANCE)) {
            throw fail("classify differs from evaluate by " + worst + " over " + compared + " photographs");
        }
        report("classify", compared, worst);
    }

    private static void report(String name, int compared, double worst) {
        System.out.printf(
                "%s agrees with evaluate on %d photographs, largest difference %.1e (Java %s).%n",
                name, compared, worst, Runtime.version());
    }

    private static IllegalStateException fail(String message) {
        return new IllegalStateException(message + "; the tolerance is " + TOLERANCE + ".");
    }

    private static Map<String, Double> predictions(Path csv) throws IOException {
        Map<String, Double> byPath = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(csv);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.replace("\"", "").split(",");
            if (cells.length == 3) {
                byPath.put(cells[0], Double.parseDouble(cells[2]));
            }
        }
        return byPath;
    }

    private static double probability(String answer) {
        Matcher matcher = PROBABILITY.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException("No probability in " + answer);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static Door http(String base) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest ready = HttpRequest.newBuilder(URI.create(base + "/q/health/ready")).build();
        for (int second = 0; ; second++) {
            try {
                if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    break;
                }
            } catch (ConnectException e) {
                // Not listening yet.
            }
            if (second == STARTS_WITHIN_SECONDS) {
                throw new IllegalStateException("Not ready after " + STARTS_WITHIN_SECONDS + " seconds.");
            }
            Thread.sleep(1000);
        }
        return photograph -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/classify"))
                    .header("Content-Type", "image/jpeg")
                    .POST(HttpRequest.BodyPublishers.ofFile(photograph))
                    .build();
            return probability(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        };
    }

    /** The handler that the managed Java runtime of AWS Lambda calls. */
    private static Door lambda() throws Exception {
        Class<?> type = Class.forName("io.quarkus.funqy.lambda.FunqyStreamHandler");
        Object handler = type.getDeclaredConstructor().newInstance();
        var handle = java.util.Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("handleRequest") && method.getParameterCount() == 3)
                .findFirst()
                .orElseThrow();
        return photograph -> {
            String body = Base64.getEncoder().encodeToString(Files.readAllBytes(photograph));
            String event = "{\"version\":\"2.0\",\"rawPath\":\"/classify\",\"headers\":{\"content-type\":\"image/jpeg\"},"
                    + "\"requestContext\":{\"http\":{\"method\":\"POST\",\"path\":\"/classify\"}},"
                    + "\"isBase64Encoded\":true,\"body\":\"" + body + "\"}";
            InputStream in = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
            OutputStream out = new ByteArrayOutputStream();
            handle.invoke(handler, in, out, null);
            return probability(out.toString().replace("\\\"", "\""));
        };
    }
}
