package dev.carornot.function.s3event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SequencerTest {
    @Test
    void theShorterOneIsFilledUpOnTheRight() {
        assertThat(new Sequencer("0055AED6DCD90281E5")).isGreaterThan(new Sequencer("0055AED6DCD9"));
        assertThat(new Sequencer("01")).isGreaterThan(new Sequencer("00FFFFFF")).isLessThan(new Sequencer("0101"));
        assertThat(new Sequencer("A")).isGreaterThan(new Sequencer("9FFF"));
    }

    @Test
    void digitsInEitherCaseAndZerosAtTheEndAreTheSame() {
        assertThat(new Sequencer("0a")).isEqualTo(new Sequencer("0A00")).hasSameHashCodeAs(new Sequencer("0A00"));
        assertThat(new Sequencer("0a")).isNotEqualTo(new Sequencer("0b"));
    }
}
