package dev.carornot.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What every report has to keep. */
final class HtmlChecks {
    private HtmlChecks() {}

    static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    static List<String> values(String attribute, String text) {
        return Pattern.compile(" " + attribute + "=\"([^\"]*)\"")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    static void needsNothingBesideIt(String html) {
        assertThat(html).startsWith("<!DOCTYPE html>").contains("default-src 'none'");
        assertThat(html).doesNotContain("http:", "https:", "<script", "@import", "<link");
        assertThat(values("src", html)).allMatch(src -> src.startsWith("data:image/jpeg;base64,"));
        assertThat(values("href", html)).isNotEmpty().allMatch(href -> href.startsWith("#"));
    }

    static void namesEverything(String html) {
        assertThat(all("<table.*?</table>", html)).isNotEmpty().allMatch(table -> table.contains("<caption>"));
        assertThat(all("<svg.*?</svg>", html))
                .isNotEmpty()
                .allMatch(svg -> svg.contains("<title id=") && svg.contains("<desc id="));
        assertThat(all("<img[^>]*>", html)).allMatch(image -> image.contains(" alt=\"Photograph labelled "));
        assertThat(all("<th[ >][^>]*>", html)).allMatch(cell -> cell.contains("scope="));
        List<String> ids = values("id", html);
        Set<String> known = new HashSet<>(ids);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(values("aria-labelledby", html))
                .allSatisfy(names -> assertThat(known).contains(names.split(" ", -1)));
        assertThat(values("href", html)).allSatisfy(href -> assertThat(known).contains(href.substring(1)));
    }
}
