package dev.carornot.function.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3FolderTest {
    @Test
    void aPlaceIsABucketAndWhatKeysBeginWith() {
        assertThat(S3Folder.parse("s3://a-bucket")).isEqualTo(new S3Folder("a-bucket", ""));
        assertThat(S3Folder.parse("s3://a-bucket/")).isEqualTo(new S3Folder("a-bucket", ""));
        assertThat(S3Folder.parse("s3://a-bucket/results")).isEqualTo(new S3Folder("a-bucket", "results/"));
        assertThat(S3Folder.parse("s3://a-bucket/a/b/")).hasToString("s3://a-bucket/a/b/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a-bucket/results", "s3:/a-bucket/", "s3://", "s3://B/", "s3://a-bucket//x", "file:/tmp"})
    void anythingElseIsRefusedWithASentence(String location) {
        assertThatThrownBy(() -> S3Folder.parse(location))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + location + "'")
                .hasMessageEndingWith("write s3://bucket/prefix/.");
    }
}
