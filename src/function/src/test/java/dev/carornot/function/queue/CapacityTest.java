package dev.carornot.function.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.function.CarOrNotConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CapacityTest {
    private static final int PROCESSORS = 8;

    @Test
    void withoutSettingsThereIsASingleThreadedPredictorForEachProcessor() {
        assertThat(capacity(Map.of())).isEqualTo(new Capacity(1, 8, 64));
    }

    @Test
    void moreThreadsMakeFewerPredictors() {
        assertThat(capacity(Map.of("carornot.threads", "2"))).isEqualTo(new Capacity(2, 4, 32));
        assertThat(capacity(Map.of("carornot.threads", "3"))).isEqualTo(new Capacity(3, 2, 16));
        assertThat(capacity(Map.of("carornot.threads", "16"))).isEqualTo(new Capacity(16, 1, 8));
    }

    @Test
    void whatIsSetIsTaken() {
        assertThat(capacity(Map.of("carornot.threads", "2", "carornot.predictors", "3", "carornot.queue", "0")))
                .isEqualTo(new Capacity(2, 3, 0));
    }

    @Test
    void aSettingOutOfRangeIsNamed() {
        assertThatThrownBy(() -> capacity(Map.of("carornot.threads", "0")))
                .hasMessageStartingWith("carornot.threads is 0, but ");
        assertThatThrownBy(() -> capacity(Map.of("carornot.predictors", "-1")))
                .hasMessageStartingWith("carornot.predictors is -1, but ");
        assertThatThrownBy(() -> capacity(Map.of("carornot.queue", "-1")))
                .hasMessageStartingWith("carornot.queue is -1, but ");
        assertThatThrownBy(() -> capacity(Map.of("carornot.predictors", "2000000000")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Capacity capacity(Map<String, String> settings) {
        CarOrNotConfig config = new SmallRyeConfigBuilder()
                .withMapping(CarOrNotConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(CarOrNotConfig.class);
        return Capacity.of(config, PROCESSORS);
    }
}
