package dev.carornot.training.audit;

import dev.carornot.training.audit.Duplicates.Pair;
import dev.carornot.training.audit.Duplicates.Place;
import dev.carornot.training.audit.ShortcutReport.Figure;
import java.util.List;
import java.util.Locale;

/** An audit's report as one HTML page that needs no other file. To be used once. */
final class AuditPage {
    /** More rows make a page heavy; report.json has all of them. */
    static final int MOST_ROWS = 60;

    private static final double PERCENT = 100;
    private static final int DIGEST_SHOWN = 12;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Data set report</title>
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
            table { border-collapse: collapse; margin: 1rem 0; }
            th, td { border-bottom: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }
            td.n { text-align: right; white-space: nowrap; }
            td img { display: block; max-width: 128px; }
            td { overflow-wrap: anywhere; }
            .warning { background: #fff3d6; padding: .4rem .8rem; margin: .4rem 0; }
            </style>
            </head>
            <body>
            """;

    private final AuditReport report;
    private final Thumbnails thumbnails;
    private final StringBuilder page = new StringBuilder(HEAD);

    AuditPage(AuditReport report, Thumbnails thumbnails) {
        this.report = report;
        this.thumbnails = thumbnails;
    }

    String html() {
        page.append("<h1>Data set report</h1>\n");
        paragraph(String.format(
                Locale.ROOT,
                "%,d photographs, data set %s.",
                report.photographs(),
                report.dataDigest().substring(0, DIGEST_SHOWN)));
        List<String> warnings = report.warnings();
        warnings.forEach(warning ->
                page.append("<p class=\"warning\">").append(escaped(warning)).append("</p>\n"));
        if (warnings.isEmpty()) {
            paragraph("Nothing to warn of was found.");
        }
        shortcut();
        balance();
        unreadable();
        duplicates("Copies", report.copies());
        duplicates("Look-alikes", report.lookAlikes());
        if (report.likeFeatures() == null) {
            heading("Like features and suspected labels");
            paragraph("These need a backbone; name one with --backbone.");
        } else {
            duplicates("Like features", report.likeFeatures());
            suspects();
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private void shortcut() {
        heading("Shortcut audit");
        if (report.shortcut() == null) {
            paragraph("It needs at least ten photographs of each class in the split 'train'.");
            return;
        }
        paragraph("How well a random forest guesses the labels from width, height, bytes a pixel, format and a JPEG's"
                + " encoding alone, without a look at the picture. It learnt from "
                + report.shortcut().trainedOn() + " photographs of 'train'. What it can guess, a network can learn:"
                + " where it does well, trust a good figure on that split the less.");
        header("split", "photographs", "right", "95 %", "always the larger class", "balanced", "AUROC");
        for (Figure figure : report.shortcut().figures()) {
            page.append("<tr>");
            text(figure.split());
            number(String.format(Locale.ROOT, "%,d", figure.count()));
            number(percent(figure.accuracy()));
            number(percent(figure.interval().low()) + " to "
                    + percent(figure.interval().high()));
            number(percent(figure.majority()));
            number(percent(figure.balancedAccuracy()));
            number(String.format(Locale.ROOT, "%.3f", figure.auroc()));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private void balance() {
        heading("Classes by source");
        header("source", "split", report.labels().positive(), report.labels().negative());
        for (SourceBalance line : report.balance()) {
            page.append("<tr>");
            text(line.source().isEmpty() ? "(none stated)" : line.source());
            text(line.split());
            number(String.format(Locale.ROOT, "%,d", line.positive()));
            number(String.format(Locale.ROOT, "%,d", line.negative()));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private void unreadable() {
        heading("Unreadable files");
        if (report.unreadable().isEmpty()) {
            paragraph("Every file can be read.");
            return;
        }
        header("path", "reason");
        report.unreadable().stream().limit(MOST_ROWS).forEach(file -> {
            page.append("<tr>");
            text(file.path());
            text(file.reason());
            page.append("</tr>\n");
        });
        page.append("</table>\n");
        more(report.unreadable().size());
    }

    private void duplicates(String title, Duplicates duplicates) {
        heading(title);
        paragraph(String.format(
                Locale.ROOT,
                "Pairs of which %s: %,d, of these %,d across splits and %,d across labels.",
                duplicates.criterion(),
                duplicates.pairs().size(),
                duplicates.acrossSplits(),
                duplicates.acrossLabels()));
        if (duplicates.pairs().isEmpty()) {
            return;
        }
        header("", "", "", "");
        duplicates.pairs().stream().limit(MOST_ROWS).forEach(this::pair);
        page.append("</table>\n");
        more(duplicates.pairs().size());
    }

    private void pair(Pair pair) {
        page.append("<tr>");
        for (Place place : List.of(pair.first(), pair.second())) {
            picture(place.path());
            text(place.path() + " (" + place.split() + ", " + place.label() + ")");
        }
        page.append("</tr>\n");
    }

    private void suspects() {
        heading("Suspected labels");
        LabelSuspects suspects = report.suspects();
        paragraph(String.format(
                Locale.ROOT,
                "By confident learning on the predictions of logistic regressions that had not seen the photograph (right"
                        + " on %.2f %% of %,d): %,d suspects, the surest first. A suspect may be a wrong label or a hard"
                        + " photograph.",
                PERCENT * suspects.outOfFoldAccuracy(),
                suspects.examined(),
                suspects.suspects().size()));
        header("", "path", "split", "label", "its probability");
        suspects.suspects().stream().limit(MOST_ROWS).forEach(suspect -> {
            page.append("<tr>");
            picture(suspect.place().path());
            text(suspect.place().path());
            text(suspect.place().split());
            text(suspect.place().label());
            number(String.format(Locale.ROOT, "%.4f", suspect.probability()));
            page.append("</tr>\n");
        });
        page.append("</table>\n");
        more(suspects.suspects().size());
    }

    private void more(int rows) {
        if (rows > MOST_ROWS) {
            paragraph("... and " + (rows - MOST_ROWS) + " more in report.json.");
        }
    }

    private void heading(String title) {
        page.append("<h2>").append(escaped(title)).append("</h2>\n");
    }

    private void paragraph(String text) {
        page.append("<p>").append(escaped(text)).append("</p>\n");
    }

    private void header(String... columns) {
        page.append("<table>\n<tr>");
        for (String column : columns) {
            page.append("<th>").append(escaped(column)).append("</th>");
        }
        page.append("</tr>\n");
    }

    private void text(String text) {
        page.append("<td>").append(escaped(text)).append("</td>");
    }

    private void number(String text) {
        page.append("<td class=\"n\">").append(escaped(text)).append("</td>");
    }

    private void picture(String path) {
        page.append("<td>");
        thumbnails
                .of(path)
                .ifPresent(
                        uri -> page.append("<img alt=\"\" src=\"").append(uri).append("\">"));
        page.append("</td>");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", PERCENT * share);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
