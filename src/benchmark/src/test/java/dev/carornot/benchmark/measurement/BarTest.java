package dev.carornot.benchmark.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BarTest {
    private static final Bar SIX_TIMES = Bar.timesFaster("network/int8", "network/plain-djl", 6);

    @Test
    void aRatioOfMediansAtTheLimitMeetsTheBar() {
        Bar.Outcome outcome = SIX_TIMES.judge(medians("network/int8", 10, "network/plain-djl", 60));
        assertThat(outcome.verdict()).isEqualTo(Bar.Verdict.MET);
        assertThat(outcome.reached()).hasValue(6);
    }

    @Test
    void aRatioJustBelowTheLimitMissesIt() {
        Bar.Outcome outcome = SIX_TIMES.judge(medians("network/int8", 10, "network/plain-djl", 59.9));
        assertThat(outcome.verdict()).isEqualTo(Bar.Verdict.MISSED);
        assertThat(outcome.reached()).hasValue(5.99);
    }

    @Test
    void whatWasNotMeasuredIsNeitherMetNorMissed() {
        assertThat(SIX_TIMES.judge(new Results(List.of(), Map.of())).verdict()).isEqualTo(Bar.Verdict.NOT_MEASURED);
    }

    @Test
    void anUpperLimitIsMissedByWhatIsLarger() {
        Bar bar = Bar.timesAtMost("network/int8", "network/onnxruntime-int8", 1.25);
        assertThat(bar.judge(medians("network/int8", 13, "network/onnxruntime-int8", 10))
                        .verdict())
                .isEqualTo(Bar.Verdict.MISSED);
        assertThat(bar.judge(medians("network/int8", 12, "network/onnxruntime-int8", 10))
                        .verdict())
                .isEqualTo(Bar.Verdict.MET);
    }

    @Test
    void anyFigureCanHaveALimit() {
        Bar bar = Bar.atMost("memory/later", Result.GROWTH, 5, "%");
        Result grown = new Result("memory/later", Map.of(Result.GROWTH, 5.1));
        assertThat(bar.judge(new Results(List.of(grown), Map.of())).verdict()).isEqualTo(Bar.Verdict.MISSED);
    }

    @Test
    void everyBarOfTheProductIsJudgedOnEveryRun() {
        assertThat(Bars.judge(new Results(List.of(), Map.of())))
                .hasSize(16)
                .allMatch(outcome -> outcome.verdict() == Bar.Verdict.NOT_MEASURED);
    }

    private static Results medians(String one, double oneMillis, String other, double otherMillis) {
        return new Results(
                Stream.of(Result.ofTimes(one, Samples.of(oneMillis)), Result.ofTimes(other, Samples.of(otherMillis)))
                        .toList(),
                Map.of());
    }
}
