package dev.carornot.function.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.DrawnPictures;
import dev.carornot.function.fixture.Discreet;
import dev.carornot.function.fixture.DrawnModel;
import dev.carornot.function.fixture.Form;
import dev.carornot.function.fixture.RunnerJar;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send is in no log and no metric: whatever is sent here bears a mark, and then the marks are looked for. */
final class DiscretionIT {
    private static final String MARK = "zzmark";
    private static final String KEY = "discreet-0123456789abcdef0123456789abcdef";
    private static final int AFTER_THE_SIGNATURE = 8;
    private static final int AFTER_THE_HEADER = 33;
    private static final int AFTER_START_OF_IMAGE = 2;
    private static final int COMMENT = 0xFFFE;
    private static final int APP1 = 0xFFE1;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @Test
    void nothingOfWhatIsSentIsTold() throws Exception {
        Path model = DrawnModel.write(folder.resolve("model"));
        try (RunnerJar application =
                RunnerJar.launch(Map.of("CARORNOT_MODEL_URI", model.toString(), "CARORNOT_API_KEYS", KEY))) {
            URI address = application.address();
            for (byte[] body : bodies()) {
                for (String type : List.of("image/jpeg", "application/octet-stream", "text/" + MARK)) {
                    send(address, "/classify?explain=true&" + MARK + "=" + MARK, type, body);
                    send(address, "/classify?model=" + MARK, type, body);
                    send(address, "/explain", type, body);
                }
                for (String name : names()) {
                    byte[] form = new Form()
                            .file("image", name, body)
                            .file("image", name, body)
                            .bytes();
                    send(address, "/classify", Form.contentType(), form);
                    send(
                            address,
                            "/classify",
                            Form.contentType(),
                            new Form().file(MARK, name, body).bytes());
                    send(address, "/classify", Form.contentType(), Arrays.copyOf(form, form.length - 20));
                }
            }
            String metrics = send(address, "/q/metrics", null, null);
            assertThat(statuses.keySet()).contains(200, 400, 401, 415);

            application.terminate();
            assertThat(application.output()).contains("POST /classify 200").doesNotContain(MARK, KEY, "\tat ", "ERROR");
            assertThat(application.errors()).doesNotContain(MARK, KEY);
            assertThat(metrics).contains("carornot_verdicts_total{").doesNotContain(MARK, KEY);
        }
    }

    /** Photographs that say something beside the picture, whole and in part, and what is none. */
    private static List<byte[]> bodies() throws IOException {
        byte[] jpeg = DrawnPictures.jpeg(80, 60, 1);
        byte[] png = DrawnPictures.png(80, 60, 1);
        byte[] said = (MARK + " \r\n ERROR " + MARK).getBytes(StandardCharsets.UTF_8);
        byte[] exif =
                ("Exif\0\0II*\0\b\0\0\0\1\0\u000e\1\2\0\u00ff\0\0\0" + MARK).getBytes(StandardCharsets.ISO_8859_1);
        List<byte[]> bodies = new ArrayList<>(List.of(said));
        for (byte[] whole : List.of(
                with(jpeg, AFTER_START_OF_IMAGE, segment(COMMENT, said)),
                with(jpeg, AFTER_START_OF_IMAGE, segment(APP1, exif)),
                with(png, AFTER_THE_HEADER, chunk("tEXt", said)),
                with(png, AFTER_THE_HEADER, chunk("eXIf", exif)))) {
            bodies.add(whole);
            bodies.add(Arrays.copyOf(whole, whole.length / 2));
        }
        bodies.add(with(png, AFTER_THE_SIGNATURE, said));
        bodies.add(with(jpeg, jpeg.length / 2, said));
        return bodies;
    }

    private static List<String> names() {
        return List.of(
                MARK + ".jpg",
                "../../" + MARK,
                "/etc/" + MARK,
                "<script>" + MARK + "</script>",
                "${jndi:ldap://" + MARK + "}",
                "%0a" + MARK + "\\");
    }

    private static byte[] segment(int marker, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(marker);
        out.writeShort(content.length + Short.BYTES);
        out.write(content);
        return bytes.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(content.length);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        out.write(name);
        out.write(content);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt((int) sum.getValue());
        return bytes.toByteArray();
    }

    private static byte[] with(byte[] file, int at, byte[] inserted) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(file, 0, at);
        bytes.write(inserted);
        bytes.write(file, at, file.length - at);
        return bytes.toByteArray();
    }

    /** With headers of which each bears the mark, once with the key and once with another. */
    private String send(URI address, String path, String type, byte[] body) throws Exception {
        String answer = "";
        for (String key : List.of(MARK + KEY, KEY)) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                    .header("Authorization", "Bearer " + key)
                    .header("User-Agent", MARK)
                    .header("Referer", "http://" + MARK + "/")
                    .header("Cookie", MARK + "=" + MARK)
                    .header("X-Forwarded-For", MARK)
                    // None that would do as one.
                    .header("X-Request-Id", MARK + " " + MARK);
            if (body != null) {
                request.header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
            }
            HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
            statuses.merge(reply.statusCode(), 1, Integer::sum);
            Map<String, String> headers = new TreeMap<>();
            reply.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            Discreet.check(path, reply.statusCode(), headers, reply.body().getBytes(StandardCharsets.UTF_8));
            answer = reply.body();
        }
        return answer;
    }
}
