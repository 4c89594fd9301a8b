package dev.carornot.training.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A study as its YAML file states it; an unknown key is an error.
 *
 * @param study its name
 * @param title what it is about, in a few words
 * @param about the same in some sentences; empty when not stated
 * @param split how photographs are dealt
 * @param additional sources of the photographs that some runs do without
 * @param base what all runs have in common: the keys of an experiment but {@code name}, {@code split} and {@code seed}
 * @param runs at least one
 */
record StudyFile(
        String study,
        String title,
        String about,
        Split split,
        List<String> additional,
        ObjectNode base,
        List<Run> runs) {

    enum Rule {
        @JsonProperty("random")
        RANDOM,
        @JsonProperty("official")
        OFFICIAL
    }

    /**
     * How photographs are dealt.
     *
     * @param rule at random by content, or as the data set states it
     * @param shares of train, validation and test in a random deal; 50, 30, 20 when not stated
     */
    record Split(Rule rule, List<Double> shares) {
        Split {
            if (rule == null) {
                throw new IllegalArgumentException("'split.rule' is missing: 'random' or 'official'.");
            }
            if (shares != null && (rule != Rule.RANDOM || shares.size() != 3)) {
                throw new IllegalArgumentException(
                        "'split.shares' are three numbers, such as [50, 30, 20], and belong to 'rule: random'.");
            }
        }
    }

    /**
     * What one run has of its own.
     *
     * @param name within the study
     * @param seeds how many times it is run, each with another seed; 1 when not stated
     * @param additional false when it neither learns from the additional photographs nor is validated on them
     * @param head keys that replace those of the base
     * @param optimization the same
     */
    record Run(String name, int seeds, Boolean additional, ObjectNode head, ObjectNode optimization) {
        private static final int MOST_SEEDS = 20;

        Run {
            if (name == null || !name.matches("[a-z0-9][a-z0-9.-]{0,30}")) {
                throw new IllegalArgumentException(
                        "A run's 'name' is 1 to 31 of a-z, 0-9, '.' and '-', and begins with a letter or digit; '"
                                + name + "' will not do.");
            }
            seeds = seeds == 0 ? 1 : seeds;
            if (seeds < 1 || seeds > MOST_SEEDS) {
                throw new IllegalArgumentException("'seeds' is 1 to " + MOST_SEEDS + ", not " + seeds + ".");
            }
            additional = additional == null || additional;
        }
    }

    StudyFile {
        if (study == null || !study.matches("[a-z0-9][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException("'study', its name, is 1 to 31 of a-z, 0-9 and '-', and begins with a"
                    + " letter or digit; '" + study + "' will not do.");
        }
        title = title == null ? study : title;
        about = about == null ? "" : about;
        if (split == null) {
            throw new IllegalArgumentException("'split' is missing: {rule: random} or {rule: official}.");
        }
        additional = additional == null ? List.of() : List.copyOf(additional);
        if (base == null) {
            throw new IllegalArgumentException("'base' is missing: what all runs have in common.");
        }
        for (String key : List.of("name", "split", "seed")) {
            if (base.has(key)) {
                throw new IllegalArgumentException(
                        "'base' has no '" + key + "': the study, its runs and the command" + " line say that.");
            }
        }
        if (runs == null || runs.isEmpty()) {
            throw new IllegalArgumentException("'runs' is missing or empty.");
        }
        runs = List.copyOf(runs);
        if (additional.isEmpty() && runs.stream().anyMatch(run -> !run.additional())) {
            throw new IllegalArgumentException(
                    "A run with 'additional: false' needs 'additional', a list of sources, in" + " the study.");
        }
        if (runs.stream().map(Run::name).distinct().count() < runs.size()) {
            throw new IllegalArgumentException("Two runs have the same name.");
        }
    }
}
