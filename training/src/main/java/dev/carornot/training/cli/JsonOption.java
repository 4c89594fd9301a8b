package dev.carornot.training.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/**
 * Results for programs. Every command that has results has this option, and with it prints nothing on standard output but
 * objects, one on a line for each result: keys in camel case, no key where there is nothing to say, paths as they were
 * given. Progress and errors go to standard error as without it.
 */
final class JsonOption {
    static final String DESCRIPTION = "Prints a JSON object on a line instead of text.";

    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    @Option(names = "--json", description = DESCRIPTION)
    private boolean json;

    boolean isSet() {
        return json;
    }

    /**
     * Prints a result in the form that was asked for.
     *
     * @param result a record, a map or a node
     * @param text prints the same for people
     */
    void print(Console console, Supplier<Object> result, Runnable text) {
        if (json) {
            console.out().println(line(result.get()));
        } else {
            text.run();
        }
    }

    /** A result as the line that is printed, without its end. */
    static String line(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Results are plain data.", e);
        }
    }
}
