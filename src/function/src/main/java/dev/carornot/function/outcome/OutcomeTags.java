package dev.carornot.function.outcome;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An outcome as tags of its object, beside the tags that others gave it. */
final class OutcomeTags {
    static final String VERDICT = "car-or-not";
    static final String PROBABILITY = "car-or-not-probability";
    static final String REASON = "car-or-not-reason";
    static final String MODEL = "car-or-not-model";
    /** Of which contents the others speak: tags can end up on contents that came later. */
    static final String CONTENTS = "car-or-not-etag";

    private static final String OURS = "car-or-not";

    /** Of an object, and of a value in characters: "Categorizing your storage using tags" in the S3 user guide. */
    private static final int MOST_TAGS = 10;

    private static final int LONGEST_VALUE = 256;
    /** What every AWS service takes; S3 itself takes other letters too, but not every server that speaks its protocol. */
    private static final String NOT_ALLOWED = "[^a-zA-Z0-9 _.:/=+@-]";

    private OutcomeTags() {}

    /** The outcome that the tags tell of these contents, if they do. */
    static Optional<Outcome> read(Map<String, String> tags, String eTag) {
        String verdict = tags.get(VERDICT);
        if (verdict == null || !value(eTag).equals(tags.get(CONTENTS))) {
            return Optional.empty();
        }
        String probability = tags.get(PROBABILITY);
        try {
            return Optional.of(new Outcome(
                    verdict,
                    probability == null ? null : Double.valueOf(probability),
                    tags.get(REASON),
                    tags.getOrDefault(MODEL, "")));
        } catch (NumberFormatException e) {
            // Somebody else's: ours are numbers.
            return Optional.empty();
        }
    }

    /**
     * The object's tags with this outcome among them. Where others have taken most of the places, the least important of ours
     * stay away; the verdict comes first.
     *
     * @return empty when there is no place at all
     */
    static Optional<Map<String, String>> merge(Map<String, String> tags, Outcome outcome, String eTag) {
        Map<String, String> merged = new LinkedHashMap<>(tags);
        merged.keySet().removeIf(OutcomeTags::isOurs);
        if (merged.size() >= MOST_TAGS) {
            return Optional.empty();
        }
        merged.put(VERDICT, value(outcome.verdict()));
        Map<String, String> rest = new LinkedHashMap<>();
        rest.put(CONTENTS, value(eTag));
        rest.put(MODEL, value(outcome.model()));
        if (outcome.probability() != null) {
            rest.put(PROBABILITY, String.format(Locale.ROOT, "%.4f", outcome.probability()));
        }
        if (outcome.reason() != null) {
            rest.put(REASON, value(outcome.reason()));
        }
        rest.forEach((key, value) -> {
            if (merged.size() < MOST_TAGS) {
                merged.put(key, value);
            }
        });
        return Optional.of(merged);
    }

    private static boolean isOurs(String key) {
        return key.equals(OURS) || key.startsWith(OURS + "-");
    }

    private static String value(String text) {
        String allowed = text.replaceAll(NOT_ALLOWED, "_");
        return allowed.length() <= LONGEST_VALUE ? allowed : allowed.substring(0, LONGEST_VALUE);
    }
}
