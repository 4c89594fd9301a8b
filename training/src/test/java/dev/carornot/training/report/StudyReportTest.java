package dev.carornot.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.training.study.DrawnStudy;
import dev.carornot.training.study.StudyResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyReportTest {
    @TempDir
    private static Path folder;

    private static String html;

    @BeforeAll
    static void write() throws IOException {
        StudyResults results = new DrawnStudy(folder).run(1, DrawnStudy.OFFICIAL, DrawnStudy.RANDOM);
        Path file = folder.resolve("out/report.html");
        StudyReport.write(results, file);
        html = Files.readString(file);
    }

    @Test
    void thePageNeedsNothingBesideIt() {
        HtmlChecks.needsNothingBesideIt(html);
    }

    @Test
    void whoCannotSeeFindsNamesForEverything() {
        HtmlChecks.namesEverything(html);
    }

    @Test
    void everyRunAndBaselineOfBothStudiesIsInTheTable() {
        String table = HtmlChecks.all("<table.*?</table>", html).get(0);
        for (String run : new String[] {"twice", "fewer", "once", "larger class always", "logistic regression"}) {
            assertThat(HtmlChecks.all("<th scope=\"row\">" + run + "</th>", table))
                    .as(run)
                    .hasSize(2);
        }
        assertThat(table).contains("wrong in test", "wrong in elsewhere", "Split official.", "Split random 50/30/20.");
        assertThat(HtmlChecks.all("<tr[ >].*?</tr>", table)).allSatisfy(row -> {
            if (row.contains("scope=\"row\"")) {
                assertThat(HtmlChecks.all("<td[ >]", row)).hasSize(11);
            }
        });
    }

    @Test
    void everyRunHasItsCurves() {
        // By steps for all three runs of both studies, by epochs for the one with two seeds.
        assertThat(HtmlChecks.all("<svg", html)).hasSize(2 * (3 * 2 + 2));
        assertThat(html).doesNotContain("NaN", "Infinity");
    }

    @Test
    void theWriteUpsFigureStandsBesideOurs() {
        assertThat(html)
                .contains("7 of about 14,162 wrong, 0.05\u00a0% (0.02 to 0.10\u00a0%)", "gives no size")
                .contains("252.car-side-101", "saturated", "of 40 wrong");
    }

    @Test
    void namesCannotBecomeMarkup() {
        assertThat(html).contains("As &lt;stated&gt;").doesNotContain("<stated>");
    }
}
