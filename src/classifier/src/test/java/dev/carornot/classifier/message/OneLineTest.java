package dev.carornot.classifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void whatForgesLinesOrCommandsTerminalsIsEscaped() {
        assertThat(OneLine.of("a\nb\r\u001b[2Jc\u2028d\u202ee\u200bf\u0085g\ud800h"))
                .isEqualTo("a\\u000ab\\u000d\\u001b[2Jc\\u2028d\\u202ee\\u200bf\\u0085g\\ud800h");
    }

    @Test
    void lettersOfAnyScriptStay() {
        String sentence = "'Größe', '車', '🚗' and 'é' are there.";

        assertThat(OneLine.of(sentence)).isSameAs(sentence);
        assertThat(OneLine.of(null)).isNull();
    }

    @Test
    void aLongSentenceKeepsItsBeginningAndItsEnd() {
        String line = OneLine.of("The name '" + "🚗".repeat(100_000) + "' is too long.");

        assertThat(line)
                .hasSizeLessThanOrEqualTo(OneLine.LONGEST)
                .hasSizeGreaterThan(OneLine.LONGEST - 10)
                .startsWith("The name '🚗")
                .contains("🚗 ... 🚗")
                .endsWith("🚗' is too long.");
        assertThat(line.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }
}
