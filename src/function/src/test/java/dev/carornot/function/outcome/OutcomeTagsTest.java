package dev.carornot.function.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutcomeTagsTest {
    private static final Outcome CAR = new Outcome("car", 0.75, null, "starter/2026");

    @Test
    void theOutcomeIsReadAsItWasWritten() {
        Map<String, String> tags = OutcomeTags.merge(Map.of(), CAR, "cafe").orElseThrow();

        assertThat(OutcomeTags.read(tags, "cafe")).hasValue(CAR);
        assertThat(OutcomeTags.read(tags, "beef")).as("of other contents").isEmpty();
        assertThat(OutcomeTags.read(Map.of("car-or-not", "car"), "cafe")).isEmpty();
    }

    @Test
    void othersTagsStayAndOldOnesOfOursGo() {
        Map<String, String> tags = OutcomeTags.merge(
                        Map.of("owner", "somebody", "car-or-not-reason", "damaged", "car-or-not", "refused"),
                        CAR,
                        "cafe")
                .orElseThrow();

        assertThat(tags)
                .containsOnly(
                        Map.entry("owner", "somebody"),
                        Map.entry("car-or-not", "car"),
                        Map.entry("car-or-not-probability", "0.7500"),
                        Map.entry("car-or-not-model", "starter/2026"),
                        Map.entry("car-or-not-etag", "cafe"));
    }

    @Test
    void thereAreNeverMoreThanTenAndTheVerdictComesFirst() {
        assertThat(OutcomeTags.merge(others(9), CAR, "cafe").orElseThrow())
                .hasSize(10)
                .containsEntry("car-or-not", "car");
        assertThat(OutcomeTags.merge(others(8), CAR, "cafe").orElseThrow())
                .hasSize(10)
                .containsEntry("car-or-not-etag", "cafe");
        assertThat(OutcomeTags.merge(others(10), CAR, "cafe")).isEmpty();
    }

    @Test
    void valuesHaveOnlyCharactersThatS3Takes() {
        Outcome odd = new Outcome("Auto & Größe, <\"ja\">", null, null, "m".repeat(300));

        Map<String, String> tags = OutcomeTags.merge(Map.of(), odd, "cafe-2").orElseThrow();

        assertThat(tags.get("car-or-not")).isEqualTo("Auto _ Gr__e_ __ja__");
        assertThat(tags.get("car-or-not-model")).hasSize(256);
        assertThat(tags).doesNotContainKeys("car-or-not-probability", "car-or-not-reason");
    }

    private static Map<String, String> others(int count) {
        return new TreeMap<>(
                IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "tag" + i, i -> "value" + i)));
    }
}
