package dev.carornot.training.cli;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How help looks: coloured for people who watch and have not declined, and as wide as the terminal, 80 columns at most.
 * Colours follow <a href="https://no-color.org">NO_COLOR</a> and <a href="https://bixense.com/clicolors">CLICOLOR</a>.
 * Immutable and thread-safe.
 *
 * @param coloured whether there are escape sequences in it
 * @param terminal whether there is one
 * @param width columns, 20 or more
 */
record HelpStyle(boolean coloured, boolean terminal, int width) {
    /** Lines beyond are tiring to read. */
    private static final int WIDEST = 80;

    /** In fewer, a word may be wider than what is left of a line. */
    private static final int NARROWEST = 20;

    /** In fewer columns a table's right column would be too thin to read. */
    private static final int TABLES = 55;

    /** So wide that picocli breaks no line: it would do so within words, after each comma, colon and full stop. */
    private static final int UNBROKEN = 2000;

    /** Where the left column of a table is set in a narrow terminal, and the right column under it. */
    private static final String LEFT = "  ";

    private static final int UNDER = 6;
    private static final String UNDER_LEFT = " ".repeat(UNDER);

    /** How much deeper a line goes on. */
    private static final String DEEPER = "    ";

    private static final String USAGE = "Usage: ";

    private static final String RED = "\u001B[1;31m";
    private static final String PLAIN = "\u001B[0m";
    private static final Pattern ESCAPE = Pattern.compile("\u001B\\[[0-9;]*m");

    /** Where picocli puts the mark of required options, whatever is in it. */
    private static final Pattern STYLED_BLANK = Pattern.compile("^\u001B\\[[0-9;]*m( +)(?:\u001B\\[[0-9;]*m)+");

    /** What stands in the left and in the right column of a table. */
    private static final Pattern TWO_COLUMNS = Pattern.compile("( *\\S(?:.*?\\S)?) {2,}(\\S.*)");

    /** The style for somebody who reads the console's {@code out}. */
    static HelpStyle of(Console console) {
        return of(console, console.outIsTerminal());
    }

    /** The style for somebody who reads the console's {@code err}. */
    static HelpStyle ofErrors(Console console) {
        return of(console, console.errIsTerminal());
    }

    private static HelpStyle of(Console console, boolean terminal) {
        int width = terminal ? console.columns().getAsInt() : WIDEST;
        return new HelpStyle(
                coloured(terminal, console.environment()), terminal, Math.max(NARROWEST, Math.min(WIDEST, width)));
    }

    /** Whether a stream gets colours. */
    static boolean coloured(boolean terminal, UnaryOperator<String> environment) {
        if (isSet(environment.apply("NO_COLOR"))) {
            return false;
        }
        String forced = environment.apply("CLICOLOR_FORCE");
        if (isSet(forced) && !forced.equals("0")) {
            return true;
        }
        return terminal && !"0".equals(environment.apply("CLICOLOR")) && !"dumb".equals(environment.apply("TERM"));
    }

    private static boolean isSet(String value) {
        return value != null && !value.isEmpty();
    }

    /** Has a command and all below it show their help so. */
    void applyTo(CommandLine commandLine) {
        commandLine
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(UNBROKEN)
                .setColorScheme(Help.defaultColorScheme(coloured ? Help.Ansi.ON : Help.Ansi.OFF));
        Map<String, IHelpSectionRenderer> sections = commandLine.getHelpSectionMap();
        IHelpSectionRenderer usage = sections.remove(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING);
        sections.computeIfPresent(
                UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                (name, synopsis) -> help -> usage.render(help) + synopsis.render(help));
        sections.replaceAll((name, section) -> help -> fitted(section.render(help)));
        commandLine.setHelpSectionMap(sections);
        addHeadings(commandLine);
    }

    private static void addHeadings(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .usageMessage()
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        commandLine.getSubcommands().values().forEach(HelpStyle::addHeadings);
    }

    /** A sentence behind who says it; on a terminal no word is broken. */
    String sentence(String speaker, String sentence) {
        String name = coloured ? RED + speaker + PLAIN : speaker;
        if (!terminal) {
            return name + ": " + sentence + System.lineSeparator();
        }
        StringBuilder all = new StringBuilder();
        fill(sentence, name + ": ", "", all);
        return all.toString();
    }

    /** A value behind its name; on a terminal in as many lines as it takes. */
    String row(String name, String value) {
        if (!terminal) {
            return name + value + System.lineSeparator();
        }
        StringBuilder all = new StringBuilder();
        fill(value, name, " ".repeat(isNarrow() ? UNDER : name.length()), all);
        return all.toString();
    }

    /** Lines that are too wide, broken at spaces. */
    String fitted(String text) {
        StringBuilder all = new StringBuilder();
        for (String drawn : text.lines().toList()) {
            String line = STYLED_BLANK.matcher(drawn).replaceFirst("$1");
            String bare = line.stripLeading();
            int indent = line.length() - bare.length();
            Matcher columns = TWO_COLUMNS.matcher(line);
            if (visible(line) <= width) {
                all.append(line).append('\n');
            } else if (columns.matches()) {
                table(columns.group(1), columns.group(2), visible(line.substring(0, columns.start(2))), all);
            } else if (indent > DEEPER.length()) {
                // The right column of a table, under a left one that was too long.
                String right = " ".repeat(isNarrow() ? UNDER : indent);
                fill(bare, right, right, all);
            } else {
                String deeper = bare.startsWith(USAGE)
                        ? " ".repeat(isNarrow() ? DEEPER.length() : USAGE.length())
                        : indent == 0 ? "" : " ".repeat(indent) + DEEPER;
                fill(bare, " ".repeat(indent), deeper, all);
            }
        }
        return all.toString();
    }

    /** Whether a table's right column goes under the left one. */
    private boolean isNarrow() {
        return width < TABLES;
    }

    private void table(String left, String right, int offset, StringBuilder all) {
        if (isNarrow() && offset > UNDER) {
            fill(left.stripLeading(), LEFT, UNDER_LEFT, all);
            fill(right, UNDER_LEFT, UNDER_LEFT, all);
            return;
        }
        String first = left + " ".repeat(Math.max(1, offset - visible(left)));
        fill(right, first, " ".repeat(offset), all);
    }

    /** Appends a text as lines, of which the first and the later ones are indented so. */
    private void fill(String text, String first, String later, StringBuilder all) {
        StringBuilder line = new StringBuilder(first);
        int used = visible(first);
        boolean begun = false;
        for (String word : text.strip().split(" +", -1)) {
            int length = visible(word);
            if (used + (begun ? 1 : 0) + length > width && (begun || used > later.length())) {
                all.append(line).append('\n');
                line = new StringBuilder(later);
                used = later.length();
                begun = false;
            }
            if (begun) {
                line.append(' ');
                used++;
            }
            line.append(word);
            used += length;
            begun = true;
        }
        all.append(line).append('\n');
    }

    private static int visible(String text) {
        return ESCAPE.matcher(text).replaceAll("").length();
    }
}
