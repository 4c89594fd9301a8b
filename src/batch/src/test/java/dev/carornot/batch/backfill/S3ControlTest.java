package dev.carornot.batch.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.carornot.batch.failure.UserException;
import dev.carornot.batch.storage.S3Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Against a server that keeps what it is asked and answers as S3 Control is documented to. */
class S3ControlTest {
    private static final String CREATED =
            "<CreateJobResult xmlns=\"http://awss3control.amazonaws.com/doc/2018-08-20/\"><JobId>job 7</JobId></CreateJobResult>";
    private static final BatchJob JOB = new BatchJob(
            new JobManifest.Written(new S3Location("jobs", "2026 & <old>.csv"), "abc", 3),
            "arn:aws-cn:lambda:cn-north-1:123456789012:function:classify-upload:live",
            "arn:aws-cn:iam::123456789012:role/batch",
            "123456789012",
            new S3Location("jobs", "reports/"),
            "token-1");

    @SuppressWarnings("ArrayRecordComponent")
    private record Asked(String method, String path, HttpExchange exchange, byte[] body) {
        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final BlockingDeque<Object[]> answers = new LinkedBlockingDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "somebody");
        System.setProperty("aws.secretAccessKey", "secret");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange,
                    exchange.getRequestBody().readAllBytes()));
            Object[] answer = answers.removeFirst();
            byte[] body = ((String) answer[1]).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders((Integer) answer[0], body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private void answers(int status, String body) {
        answers.add(new Object[] {status, body});
    }

    private String create() {
        return S3Control.create(
                JOB, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Test
    void theJobIsAskedForAsDocumentedAndSigned() throws Exception {
        answers(200, CREATED);

        assertThat(create()).isEqualTo("job 7");

        Asked request = asked.get(0);
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /v20180820/jobs");
        assertThat(request.header("x-amz-account-id")).isEqualTo("123456789012");
        assertThat(request.header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=somebody/")
                .contains("/cn-north-1/s3/aws4_request")
                .contains("x-amz-account-id");
        assertThat(request.header("x-amz-content-sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(request.body())));
        Document body = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(request.body()));
        assertThat(text(body, "/CreateJobRequest/ConfirmationRequired")).isEqualTo("false");
        assertThat(text(body, "/CreateJobRequest/Operation/LambdaInvoke/FunctionArn"))
                .isEqualTo(JOB.function());
        assertThat(text(body, "/CreateJobRequest/Manifest/Location/ObjectArn"))
                .isEqualTo("arn:aws-cn:s3:::jobs/2026 & <old>.csv");
        assertThat(text(body, "/CreateJobRequest/Manifest/Location/ETag")).isEqualTo("abc");
        assertThat(text(body, "/CreateJobRequest/Manifest/Spec/Fields/member[2]"))
                .isEqualTo("Key");
        assertThat(text(body, "/CreateJobRequest/Report/Bucket")).isEqualTo("arn:aws-cn:s3:::jobs");
        assertThat(text(body, "/CreateJobRequest/Report/Prefix")).isEqualTo("reports");
        assertThat(text(body, "/CreateJobRequest/Report/ReportScope")).isEqualTo("AllTasks");
        assertThat(text(body, "/CreateJobRequest/RoleArn")).isEqualTo(JOB.role());
    }

    private static String text(Document document, String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, document);
    }

    @Test
    void aServerThatFailsIsAskedAgainForTheSameJob() {
        answers(503, "");
        answers(200, CREATED);

        assertThat(create()).isEqualTo("job 7");
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).body()).isEqualTo(asked.get(0).body());
        assertThat(new String(asked.get(0).body(), StandardCharsets.UTF_8))
                .contains("<ClientRequestToken>token-1</ClientRequestToken>");
    }

    @Test
    void aRefusalIsOneSentenceAndNotTriedAgain() {
        answers(
                403,
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>");

        assertThatThrownBy(this::create)
                .isInstanceOf(UserException.class)
                .hasMessage("The job cannot be created: S3 Control answers with status 403, AccessDenied: No"
                        + " (it needs s3:CreateJob, and iam:PassRole on the role).");
        assertThat(asked).hasSize(1);
    }

    @Test
    void theCallForAShellSaysTheSame() {
        assertThat(JOB.call())
                .startsWith("aws s3control create-job --region cn-north-1 --account-id 123456789012 ")
                .contains("\"FunctionArn\":\"" + JOB.function() + "\"", "\"ETag\":\"abc\"")
                .contains("arn:aws-cn:s3:::jobs/2026 & <old>.csv", "\"Prefix\":\"reports\"", "--role-arn " + JOB.role())
                .contains("--client-request-token token-1");
    }

    @Test
    void whatIsNoFunctionOrRoleIsToldBeforeAnythingIsListed() {
        assertThatThrownBy(() ->
                        new BatchJob(JOB.manifest(), "classify-upload", JOB.role(), JOB.account(), JOB.reports(), "t"))
                .hasMessageContaining("'classify-upload' is no function");
        assertThatThrownBy(
                        () -> new BatchJob(JOB.manifest(), JOB.function(), "batch", JOB.account(), JOB.reports(), "t"))
                .hasMessageContaining("'batch' is no role");
        assertThatThrownBy(() -> new BatchJob(JOB.manifest(), JOB.function(), JOB.role(), "me", JOB.reports(), "t"))
                .hasMessageContaining("'me' is no AWS account");
        assertThat(BatchJob.accountOf(JOB.function())).isEqualTo("123456789012");
    }
}
