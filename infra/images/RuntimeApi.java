import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * AWS Lambda's Runtime API with one event in it, for smoke tests of images and native executables: hands out a photograph as
 * a function URL would, prints the answer, and exits with 0 if it is one, with 1 for an error or after two minutes. Run as
 * a single source file: {@code java RuntimeApi.java PORT PHOTOGRAPH}.
 */
final class RuntimeApi {
    private static final String API = "/2018-06-01/runtime/";
    private static final int PATIENCE_SECONDS = 120;

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        byte[] event = event(Path.of(arguments[1])).getBytes(StandardCharsets.UTF_8);
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch handedOut = new CountDownLatch(1);
        int[] status = {1};
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(API, exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals(API + "invocation/next")) {
                if (handedOut.getCount() == 0) {
                    // There is no second one: whoever asks waits, as on Lambda.
                    return;
                }
                handedOut.countDown();
                exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", "smoke");
                exchange.getResponseHeaders().add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:none:0:function:smoke");
                exchange.getResponseHeaders()
                        .add("Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + 60_000));
                send(exchange, 200, event);
            } else {
                System.out.println(path + " " + new String(body, StandardCharsets.UTF_8));
                send(exchange, 202, new byte[0]);
                status[0] = path.equals(API + "invocation/smoke/response") ? 0 : 1;
                answered.countDown();
            }
        });
        server.start();
        if (!answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            System.err.println("Nobody answered within " + PATIENCE_SECONDS + " seconds.");
        }
        System.exit(status[0]);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String event(Path photograph) throws IOException {
        return """
                {"version":"2.0","rawPath":"/classify","headers":{"content-type":"image/jpeg"},
                 "requestContext":{"http":{"method":"POST","path":"/classify"}},"isBase64Encoded":true,"body":"%s"}
                """
                .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(photograph)));
    }
}
