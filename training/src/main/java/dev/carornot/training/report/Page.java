package dev.carornot.training.report;

import java.util.List;

/**
 * What the template prints: texts, which it escapes, and SVG, which it does not.
 *
 * @param title of the page
 * @param facts about the page as a whole, name and value
 * @param summary a row for each split
 * @param training charts of the training; empty without figures of it
 * @param epochs the same as a table
 * @param warnings about the data, sentences
 * @param suspects photographs whose labels may be wrong
 * @param provenance name and value
 */
record Page(
        String title,
        String positive,
        String negative,
        List<Pair> facts,
        List<Summary> summary,
        List<Drawing> training,
        List<List<String>> epochs,
        List<Section> splits,
        List<String> warnings,
        List<Shown> suspects,
        List<Pair> provenance) {

    record Pair(String name, String value) {}

    /** A chart and the sentence below it. */
    record Drawing(String svg, String caption) {}

    /** A row of the first table. */
    record Summary(
            String id,
            String split,
            String photographs,
            String errors,
            String accuracy,
            String accuracyRange,
            String auroc,
            String aurocRange,
            String averagePrecision,
            String averagePrecisionRange,
            String ece,
            String eceRange,
            String errorAtCoverage,
            String uncertain,
            String decidedErrors,
            String refused) {}

    /** A group of photographs: a source, or a kind of hard negative. */
    record Group(String name, String count, String errors, String rate, String range) {}

    /** What a change does. */
    record Change(String name, String accuracy, String range, String crossings, String verdicts, String refused) {}

    /**
     * A photograph.
     *
     * @param image a data URI; empty when the file cannot be read any more
     * @param heat likewise, with the heat over it; empty when nobody looked
     */
    record Shown(String image, String heat, String alternative, String headline, String path, String source) {}

    /** A photograph that only one of two models gets right. */
    record Differing(String right, String first, String second, String label, String path) {}

    /**
     * A split.
     *
     * @param heated whether misclassified photographs are shown with heat
     * @param against how it compares to another model, sentences; empty without another
     */
    record Section(
            String id,
            String name,
            String truePositives,
            String falseNegatives,
            String falsePositives,
            String trueNegatives,
            List<Drawing> drawings,
            List<Group> sources,
            List<Group> hardNegatives,
            String robustnessNote,
            List<Change> changes,
            List<String> against,
            List<Differing> differing,
            boolean heated,
            List<Shown> wrong,
            List<Pair> refused) {}
}
