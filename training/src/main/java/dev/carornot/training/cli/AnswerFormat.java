package dev.carornot.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.util.Locale;
import java.util.Optional;

/** How answers are printed, a line each. Thread-safe. */
enum AnswerFormat {
    /** Verdict, probability, path; columns for people. */
    TEXT {
        @Override
        Optional<String> header() {
            return Optional.empty();
        }

        @Override
        String line(Answer answer) {
            return answer.isRefused()
                    ? String.format(
                            Locale.ROOT, "%-12s         %s: %s", answer.verdict(), answer.path(), answer.message())
                    : String.format(
                            Locale.ROOT, "%-12s %.4f  %s", answer.verdict(), answer.probability(), answer.path());
        }
    },
    /** JSON lines. */
    JSON {
        @Override
        Optional<String> header() {
            return Optional.empty();
        }

        @Override
        String line(Answer answer) {
            try {
                return JSON_MAPPER.writeValueAsString(answer);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("An answer is plain data.", e);
            }
        }
    },
    /** RFC 4180 but for the line ends, which are the platform's. */
    CSV {
        @Override
        Optional<String> header() {
            return Optional.of("path,verdict,probability,reason,message");
        }

        @Override
        String line(Answer answer) {
            try {
                return CSV_MAPPER.writer(COLUMNS).writeValueAsString(answer).stripTrailing();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("An answer is plain data.", e);
            }
        }
    };

    private static final JsonMapper JSON_MAPPER = new JsonMapper();
    private static final CsvMapper CSV_MAPPER = CsvMapper.builder()
            .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.IGNORE_UNKNOWN)
            .build();
    private static final CsvSchema COLUMNS = CsvSchema.builder()
            .addColumn("path")
            .addColumn("verdict")
            .addColumn("probability")
            .addColumn("reason")
            .addColumn("message")
            .build();

    abstract Optional<String> header();

    abstract String line(Answer answer);
}
