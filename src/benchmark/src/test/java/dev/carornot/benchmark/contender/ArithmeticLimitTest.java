package dev.carornot.benchmark.contender;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ArithmeticLimitTest {
    @Test
    void itsNumbersStayWhereMultiplyAddsAreFast() {
        assertThat(new ArithmeticLimit().run()).isEqualTo(1);
    }
}
