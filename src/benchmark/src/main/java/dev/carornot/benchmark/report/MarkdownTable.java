package dev.carornot.benchmark.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown: the first column to the left, the others to the right. Not thread-safe. */
final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();
    private final int columns;

    MarkdownTable(String... headings) {
        columns = headings.length;
        line(List.of(headings));
        List<String> rule = new ArrayList<>(List.of("---"));
        for (int column = 1; column < columns; column++) {
            rule.add("---:");
        }
        line(rule);
    }

    MarkdownTable row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("A row of " + cells.length + " cells in " + columns + " columns.");
        }
        line(List.of(cells));
        return this;
    }

    private void line(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
