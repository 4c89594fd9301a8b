package dev.carornot.classifier.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EngineChoiceTest {
    @Test
    void aSettingIsReadInAnyCase() {
        assertThat(EngineChoice.parse(" PyTorch ")).isEqualTo(EngineChoice.PYTORCH);
        assertThat(EngineChoice.parse("onnxruntime")).isEqualTo(EngineChoice.ONNXRUNTIME);
    }

    @Test
    void anUnknownEngineIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> EngineChoice.parse("tensorflow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The engine is one of pytorch, onnxruntime, not 'tensorflow'.");
    }

    @Test
    void whereBothAreThereNoneIsMissedAndPyTorchIsTheDefault() {
        for (EngineChoice choice : EngineChoice.values()) {
            assertThatCode(choice::requirePresent).doesNotThrowAnyException();
        }
        assertThat(EngineChoice.carried()).isEqualTo(EngineChoice.PYTORCH);
    }
}
