package dev.carornot.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that misbehaves on purpose; closing it ends it. */
final class ScriptedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private ScriptedServer(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                script.answer(exchange);
            }
        });
        server.start();
    }

    @FunctionalInterface
    private interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** Gives everybody the same answer. */
    static ScriptedServer answering(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new ScriptedServer(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    /**
     * Passes reading requests on, but breaks off in the middle of those whose path ends so, the first {@code times} times.
     */
    static ScriptedServer breakingOff(URI upstream, String ending, int times) throws IOException {
        AtomicInteger broken = new AtomicInteger();
        return new ScriptedServer(exchange -> {
            HttpURLConnection behind = (HttpURLConnection)
                    upstream.resolve(exchange.getRequestURI()).toURL().openConnection();
            int status = behind.getResponseCode();
            byte[] body = (status < 400 ? behind.getInputStream() : behind.getErrorStream()).readAllBytes();
            boolean breaks = exchange.getRequestURI().getPath().endsWith(ending) && broken.incrementAndGet() <= times;
            exchange.getResponseHeaders().set("ETag", "\"x\"");
            exchange.sendResponseHeaders(status, body.length);
            OutputStream out = exchange.getResponseBody();
            out.write(body, 0, breaks ? body.length / 2 : body.length);
            out.flush();
        });
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
