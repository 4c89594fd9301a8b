package dev.carornot.infra.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeploymentSettingsTest {
    @Test
    void theImagesTagIsEnough() {
        DeploymentSettings settings = read(Map.of());
        assertThat(settings.imageTag()).isEqualTo("1.0");
        assertThat(settings.processor()).isEqualTo(Processor.X86_64);
        assertThat(settings.modelRefresh()).isEmpty();
    }

    @Test
    void withoutTheImagesTagItIsAskedFor() {
        assertThatThrownBy(() -> DeploymentSettings.read(key -> null))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "The setting 'imageTag' is missing; pass imageTag=..., the tag of an image in the repository.");
    }

    @Test
    void aNumberMayBeANumberOrAText() {
        assertThat(read(Map.of("memory", 2048)).memory()).isEqualTo(2048);
        assertThat(read(Map.of("memory", "2048")).memory()).isEqualTo(2048);
    }

    @Test
    void everySettingHasItsKey() {
        assertThat(Arrays.stream(DeploymentSettings.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyElementsOf(DeploymentSettings.KEYS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name              | Car Or Not | lower-case letters
            imageTag          | a tag      | the tag of an image
            processor         | sparc      | arm64 or x86_64
            memory            | 100        | a whole number from 512 to 10240
            memory            | much       | a whole number from 512 to 10240
            uploadConcurrency | 1          | a whole number from 2 to 1000
            httpConcurrency   | 0          | a whole number from 1 to 1000
            logDays           | 8          | one of [1, 3, 5, 7
            uploadDays        | -1         | a whole number from 1 to 3650
            model             | ../x       | lower-case letters
            modelRefresh      | 5m         | a whole number from 10 to 86400
            publicKey         | not base64 | the base64 text
            outcome           | mail       | tags or json or both
            alarmEmail        | me         | an e-mail address
            trainingInstance  | fast       | an instance type
            trainingHours     | 1000       | a whole number from 1 to 72
            """)
    void whatCannotBeUsedIsNamedWithAWayOut(String key, String value, String expected) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("The setting '" + key + "' is '" + value + "'; it has to be " + expected)
                .hasMessageEndingWith(".");
    }

    private static DeploymentSettings read(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("imageTag", "1.0"));
        all.putAll(settings);
        return DeploymentSettings.read(all::get);
    }
}
