package dev.carornot.training.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an audit found. What needs a backbone is null without one, and {@code shortcut} is null where {@code train} does not
 * suffice for it.
 *
 * @param dataDigest see {@link Dataset#digest()}
 * @param photographs how many were looked at
 * @param unreadable those that cannot be decoded; they enter no other section but the balance and the copies
 * @param copies files of the same bytes
 * @param lookAlikes pictures whose perceptual hashes are near
 * @param likeFeatures pictures whose features point the same way, those aside that the hashes found
 * @param balance by source and split
 */
public record AuditReport(
        String dataDigest,
        Labels labels,
        int photographs,
        List<Unreadable> unreadable,
        Duplicates copies,
        Duplicates lookAlikes,
        Duplicates likeFeatures,
        List<SourceBalance> balance,
        LabelSuspects suspects,
        ShortcutReport shortcut) {
    private static final double PERCENT = 100;

    public AuditReport {
        unreadable = List.copyOf(unreadable);
        balance = List.copyOf(balance);
    }

    /** A photograph that cannot be decoded, and why. */
    public record Unreadable(String path, String reason) {}

    public Optional<ShortcutReport> shortcutIfAny() {
        return Optional.ofNullable(shortcut);
    }

    /** What somebody should look into, a sentence each; empty when there is nothing. */
    @JsonProperty
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!unreadable.isEmpty()) {
            warnings.add(String.format(
                    Locale.ROOT, "%,d of %,d photographs cannot be read.", unreadable.size(), photographs));
        }
        addDuplicates(copies, "are the same file", warnings);
        addDuplicates(lookAlikes, "look alike", warnings);
        if (likeFeatures != null) {
            addDuplicates(likeFeatures, "have nearly the same features", warnings);
        }
        List<String> oneClass = SourceBalance.ofOneClass(balance);
        if (!oneClass.isEmpty()) {
            int count = balance.stream()
                    .filter(line -> oneClass.contains(line.source()))
                    .mapToInt(line -> line.positive() + line.negative())
                    .sum();
            warnings.add(String.format(
                    Locale.ROOT,
                    "%.0f %% of the photographs come from sources of one class only, which a network may learn to tell"
                            + " apart instead: %s.",
                    PERCENT * count / photographs,
                    String.join(
                            ", ",
                            oneClass.stream()
                                    .map(s -> s.isEmpty() ? "(none stated)" : s)
                                    .toList())));
        }
        if (suspects != null && !suspects.suspects().isEmpty()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d labels are probably wrong, or the photographs hard; look at them.",
                    suspects.suspects().size(),
                    suspects.examined()));
        }
        shortcutIfAny()
                .ifPresent(report -> report.figures().stream()
                        .filter(ShortcutReport.Figure::isShortcut)
                        .forEach(figure -> warnings.add(figure.sentence())));
        return warnings;
    }

    private static void addDuplicates(Duplicates duplicates, String what, List<String> warnings) {
        addPairs(duplicates.acrossSplits(), "in two splits " + what + ", which flatters figures", warnings);
        addPairs(duplicates.acrossLabels(), "with different labels " + what, warnings);
    }

    private static void addPairs(int pairs, String what, List<String> warnings) {
        if (pairs > 0) {
            warnings.add(
                    String.format(Locale.ROOT, "%,d pair%s of photographs %s.", pairs, pairs == 1 ? "" : "s", what));
        }
    }
}
