package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class TorchArchiveTest {
    @Test
    void anArchiveHoldsTheTextAndNoWeights() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(TorchArchive.of("the text")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        assertThat(entries)
                .containsOnlyKeys(
                        "program/data.pkl", "program/code/__torch__.py", "program/constants.pkl", "program/version");
        assertThat(entries.get("program/code/__torch__.py")).isEqualTo("the text".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSameTextGivesTheSameBytes() {
        assertThat(TorchArchive.of("text")).isEqualTo(TorchArchive.of("text"));
    }
}
