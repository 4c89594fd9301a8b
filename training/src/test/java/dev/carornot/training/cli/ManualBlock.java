package dev.carornot.training.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of code in the manual and the mark above it, {@code <!-- try: kind -->}; docs/README.md says what kinds there are.
 *
 * @param file the page
 * @param line the block's first, from 1
 * @param kind how it is tried; empty where it bears no mark
 * @param argument what stands behind the kind, or empty
 * @param lines without their indentation
 */
record ManualBlock(Path file, int line, String kind, String argument, List<String> lines) {
    private static final Path ROOT = Path.of("..");
    private static final Pattern MARK = Pattern.compile("<!-- try: ([a-z]+)(?: (\\S+))? -->");
    private static final String INDENT = "    ";
    private static final String FENCE = "```";

    /** README first, then the pages. */
    static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ManualBlock> all() {
        return pages().stream().flatMap(page -> in(page).stream()).toList();
    }

    static List<ManualBlock> in(Path page) {
        List<String> lines;
        try {
            lines = Files.readAllLines(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<ManualBlock> blocks = new ArrayList<>();
        String before = "";
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            boolean fenced = line.startsWith(FENCE);
            boolean indented =
                    line.startsWith(INDENT) && (i == 0 || lines.get(i - 1).isBlank());
            if (!fenced && !indented) {
                before = line.isBlank() ? before : line;
                i++;
                continue;
            }
            int start = fenced ? i + 1 : i;
            int end = start;
            while (end < lines.size() && (fenced ? !lines.get(end).startsWith(FENCE) : goesOn(lines, end))) {
                end++;
            }
            List<String> code = lines.subList(start, end).stream()
                    .map(text -> text.startsWith(INDENT) && !fenced ? text.substring(INDENT.length()) : text)
                    .toList();
            Matcher mark = MARK.matcher(before);
            boolean marked = mark.matches();
            String argument = marked && mark.group(2) != null ? mark.group(2) : "";
            blocks.add(new ManualBlock(page, i + 1, marked ? mark.group(1) : "", argument, code));
            before = "";
            i = fenced ? end + 1 : end;
        }
        return blocks;
    }

    /** A blank line belongs to a block if the block goes on after it. */
    private static boolean goesOn(List<String> lines, int at) {
        for (int i = at; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                return lines.get(i).startsWith(INDENT);
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return ROOT.relativize(file) + ":" + line;
    }
}
