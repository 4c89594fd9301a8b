package dev.carornot.training.report;

import dev.carornot.training.report.Page.Drawing;
import dev.carornot.training.report.Page.Pair;
import java.util.List;

/**
 * What the template of experiments prints.
 *
 * @param facts about all of them, name and value
 * @param writeUp what the write-up says beside what was seen here, sentences
 * @param hidden what such figures hide, sentences
 * @param heldOut names of the splits beyond train, validation and test
 * @param columns of the table
 * @param seedNote how seeds are shown
 */
record StudyPage(
        List<Pair> facts,
        List<String> writeUp,
        List<String> hidden,
        List<String> heldOut,
        int columns,
        String seedNote,
        List<Section> studies) {

    /** A cell of the table: a value, and what is known of its spread. */
    record Cell(String value, String range) {
        static final Cell NONE = new Cell("\u2013", "");
    }

    /**
     * A row of the table.
     *
     * @param setting head, learning rate, batch and epochs; empty for a baseline
     */
    record Row(String name, boolean baseline, List<Cell> setting, List<Cell> figures) {}

    /** Curves of a run. */
    record Curves(String run, String setting, List<Drawing> drawings) {}

    /**
     * A study.
     *
     * @param split how photographs were dealt
     * @param counts of the splits
     * @param main curves of the runs of several seeds, or of all where there is none
     * @param others curves of the rest
     */
    record Section(
            String id,
            String name,
            String title,
            String about,
            String split,
            String counts,
            List<Row> rows,
            List<Curves> main,
            List<Curves> others) {}
}
