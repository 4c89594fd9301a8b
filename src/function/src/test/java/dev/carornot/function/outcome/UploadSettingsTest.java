package dev.carornot.function.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.function.storage.S3Folder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UploadSettingsTest {
    @ParameterizedTest
    @CsvSource({
        // results,                 prefix,   bucket,  loops
        "s3://uploads/results/,     '',       uploads, true",
        "s3://uploads/,             '',       uploads, true",
        "s3://results/,             '',       uploads, false",
        "s3://uploads/results/,     photos/,  uploads, false",
        "s3://uploads/photos/out/,  photos/,  uploads, true",
        "s3://uploads/,             uploads/, uploads, true",
        "s3://uploads/,             photos/,  uploads, false",
        "s3://uploads/a/,           a/photos, uploads, false",
    })
    void aPlaceLoopsWhenADocumentWouldCountAsAnUpload(String results, String prefix, String bucket, boolean loops) {
        UploadSettings settings =
                new UploadSettings(true, Optional.of(S3Folder.parse(results)), prefix, Optional.of(bucket), 1000);

        assertThat(settings.triggersItself(bucket)).isEqualTo(loops);
        assertThat(settings.documentKey(bucket, prefix + "x.jpg").startsWith(prefix)
                        && results.startsWith("s3://" + bucket + "/"))
                .isEqualTo(loops);
    }

    @Test
    void withoutDocumentsNothingLoops() {
        assertThat(new UploadSettings(true, Optional.empty(), "", Optional.empty(), 1000).triggersItself("uploads"))
                .isFalse();
    }

    @Test
    void aDocumentsKeyIsNeverLongerThanS3Allows() {
        UploadSettings settings =
                new UploadSettings(true, Optional.of(S3Folder.parse("s3://results/a/")), "", Optional.empty(), 1000);

        assertThat(settings.documentKey("uploads", "x.jpg")).isEqualTo("a/uploads/x.jpg.json");
        assertThat(settings.documentKey("uploads", "ü".repeat(510)))
                .startsWith("a/uploads/sha256-")
                .isNotEqualTo(settings.documentKey("uploads", "ä".repeat(510)));
    }
}
