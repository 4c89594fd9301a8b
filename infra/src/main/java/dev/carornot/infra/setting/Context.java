package dev.carornot.infra.setting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads values by name, and says in one sentence what is wrong with one. */
final class Context {
    private final Function<String, Object> values;

    Context(Function<String, Object> values) {
        this.values = values;
    }

    Optional<String> text(String key) {
        // A number in cdk.json arrives as one, in -c key=value as a text.
        return Optional.ofNullable(values.apply(key)).map(String::valueOf).filter(text -> !text.isBlank());
    }

    Optional<String> text(String key, Pattern shape, String expected) {
        Optional<String> text = text(key);
        text.filter(value -> !shape.matcher(value).matches()).ifPresent(value -> {
            throw refuse(key, value, expected);
        });
        return text;
    }

    String required(String key, Pattern shape, String expected) {
        return text(key, shape, expected)
                .orElseThrow(() -> new SettingException(
                        "The setting '" + key + "' is missing; pass " + key + "=..., " + expected + "."));
    }

    int number(String key, int otherwise, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        String expected = "a whole number from " + least + " to " + most;
        try {
            int number = Integer.parseInt(text.get());
            if (number < least || number > most) {
                throw refuse(key, text.get(), expected);
            }
            return number;
        } catch (NumberFormatException e) {
            throw refuse(key, text.get(), expected);
        }
    }

    <E extends Enum<E>> E choice(String key, E otherwise) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(one -> label(one).equals(text.get()))
                .findFirst()
                .orElseThrow(() -> refuse(
                        key, text.get(), Arrays.stream(all).map(Context::label).collect(Collectors.joining(" or "))));
    }

    SettingException refuse(String key, String value, String expected) {
        return new SettingException("The setting '" + key + "' is '" + value + "'; it has to be " + expected + ".");
    }

    private static String label(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
