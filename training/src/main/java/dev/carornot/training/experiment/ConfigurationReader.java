package dev.carornot.training.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads experiments from YAML. Stateless and thread-safe. */
final class ConfigurationReader {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private ConfigurationReader() {}

    static ExperimentConfiguration read(Path file) {
        return parse("The configuration '" + file + "'", text("configuration", file), ExperimentConfiguration.class);
    }

    /** @param kind what the file should hold, for the sentence when it cannot be read */
    static String text(String kind, Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UserException("There is no " + kind + " '" + file + "'.", e);
        } catch (IOException e) {
            throw new UserException("The " + kind + " '" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads YAML.
     *
     * @param what begins the sentence about what is wrong
     * @throws UserException when anything is
     */
    static <T> T parse(String what, String text, Class<T> type) {
        return checked(what, () -> {
            if (YAML.readTree(text).isEmpty()) {
                throw new UserException(what + " is empty.");
            }
            return YAML.readValue(text, type);
        });
    }

    /** As {@link #parse}, of what was read before. */
    static <T> T convert(String what, JsonNode tree, Class<T> type) {
        return checked(what, () -> YAML.treeToValue(tree, type));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws JsonProcessingException;
    }

    private static <T> T checked(String what, Reading<T> reading) {
        try {
            return reading.read();
        } catch (UnrecognizedPropertyException e) {
            throw new UserException(
                    what + " has the unknown key '" + path(e.getPath()) + "'" + line(e) + "; there are: " + known(e)
                            + ".",
                    e);
        } catch (JsonMappingException e) {
            String where = e.getPath().isEmpty() ? "" : " at '" + path(e.getPath()) + "'";
            throw new UserException(what + " is not right" + where + line(e) + ": " + reason(e), e);
        } catch (JsonProcessingException e) {
            throw new UserException(what + " is no YAML" + line(e) + ": " + reason(e), e);
        }
    }

    private static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String path(List<JsonMappingException.Reference> path) {
        return path.stream()
                .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String line(JsonProcessingException e) {
        // What was read before has no lines any more.
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ")";
    }

    /** What a value should have been, in words for people who write YAML and not Java. */
    private static String needed(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Stream.of(type.getEnumConstants())
                            .map(constant -> YAML.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == int.class || type == Integer.class || type == long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == Float.class) {
            return "a number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "keys with values";
    }

    /** The records' own sentence where one refused a value, else what was needed, else the parser's first line. */
    private static String reason(JsonProcessingException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IllegalArgumentException) {
            return cause.getMessage();
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return "it needs " + needed(mismatch.getTargetType()) + ".";
        }
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        return message.endsWith(".") ? message : message + ".";
    }
}
