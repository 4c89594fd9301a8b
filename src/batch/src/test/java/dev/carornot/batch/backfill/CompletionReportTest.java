package dev.carornot.batch.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.batch.result.ModelIdentity;
import dev.carornot.batch.result.ResultRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionReportTest {
    private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "0123456789abcdef".repeat(4));

    private static ResultRow row(String line) {
        return CompletionReport.rows(line, MODEL).get(0);
    }

    @Test
    void whatTheFunctionSaidBecomesARow() {
        assertThat(
                        row(
                                "\"b\",\"2026/a+photo%2B%C3%A4.jpg\",\"v1\",\"succeeded\",\"\",\"200\",\"car (0.9669213888095997)\""))
                .isEqualTo(new ResultRow(
                        "s3://b/2026/a photo+ä.jpg", "v1", "car", 0.9669213888095997, null, null, MODEL, null));
        assertThat(row("b,a.jpg,,succeeded,,200,\"not_car (1.0E-4), as was recorded before\"")
                        .probability())
                .isEqualTo(1e-4);
        assertThat(row("b,a.jpg,,succeeded,,200,refused: too_large"))
                .isEqualTo(new ResultRow(
                        "s3://b/a.jpg", "", "refused", null, "TOO_LARGE", "refused: too_large", MODEL, null));
    }

    @Test
    void whatHasNoVerdictIsAFailure() {
        ResultRow failed = row("b,a.jpg,,failed,PermanentFailure,200,\"There is no \"\"such\"\" bucket, or so.\"");
        assertThat(failed.verdict()).isEqualTo(ResultRow.FAILED);
        assertThat(failed.reason()).isEqualTo("PermanentFailure");
        assertThat(failed.message()).isEqualTo("There is no \"such\" bucket, or so.");
        assertThat(row("b,a.jpg,,succeeded,,200,ignored: it is gone").reason()).isEqualTo("IGNORED");
    }

    @Test
    void keysAreEncodedAsS3DoesIt() {
        String key = "2026/ä b+c,\"d\".jpg";
        assertThat(JobManifest.encoded(key)).isEqualTo("2026/%C3%A4+b%2Bc%2C%22d%22.jpg");
        assertThat(CompletionReport.rows("b," + JobManifest.encoded(key) + ",,failed,X,500,m", MODEL))
                .extracting(ResultRow::path)
                .isEqualTo(List.of("s3://b/" + key));
    }

    @Test
    void aRowIsAboutTheContentsThatTheFunctionSaw() {
        assertThat(row("b,a.jpg,,succeeded,,200,\"car (0.75) by m/1 of etag:0f1e\""))
                .isEqualTo(new ResultRow("s3://b/a.jpg", "etag:0f1e", "car", 0.75, null, null, MODEL, null));
        assertThat(row("b,a.jpg,,succeeded,,200,\"refused: damaged by m/1 of etag:0f1e, as was recorded before\"")
                        .version())
                .isEqualTo("etag:0f1e");
        assertThat(row("b,a.jpg,v7,succeeded,,200,\"car (0.75) by m/1 of etag:0f1e\"")
                        .version())
                .as("a manifest with versions means them")
                .isEqualTo("v7");
    }

    @Test
    void anotherModelsVerdictIsNone() {
        ResultRow other = row("b,a.jpg,,succeeded,,200,\"car (0.75) by m/2 of etag:0f1e\"");

        assertThat(other.verdict()).isEqualTo(ResultRow.FAILED);
        assertThat(other.reason()).isEqualTo("OTHER_MODEL");
        assertThat(other.probability()).isNull();
    }
}
