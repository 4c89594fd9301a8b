package dev.carornot.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation names every setting, and none that there is not. */
final class SettingsTest {
    private static final Path DOCUMENT = Path.of("../../docs/serving.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(carornot\\.[a-z.-]+)` \\|", Pattern.MULTILINE);

    @Test
    void everySettingHasItsRow() throws IOException {
        TreeSet<String> documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(settings("carornot", CarOrNotConfig.class)).containsExactlyElementsOf(documented);
    }

    private static Stream<String> settings(String prefix, Class<?> group) {
        return Arrays.stream(group.getDeclaredMethods())
                .flatMap(method -> settings(prefix, method))
                .sorted();
    }

    private static Stream<String> settings(String prefix, Method method) {
        // As Quarkus spells it: model.publicKey() is model.public-key.
        String name =
                prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return method.getReturnType().getDeclaringClass() == CarOrNotConfig.class
                ? settings(name, method.getReturnType())
                : Stream.of(name);
    }
}
