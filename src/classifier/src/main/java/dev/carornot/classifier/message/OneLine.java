package dev.carornot.classifier.message;

/**
 * Makes a sentence fit for a log and a terminal, whatever it quotes: a name in a stranger's file may hold line breaks, which
 * would forge lines of a log, sequences that command a terminal, or a megabyte of letters. Stateless and thread-safe.
 */
public final class OneLine {
    /** In UTF-16 units; the reason tends to stand at the end, so the middle is left out. */
    public static final int LONGEST = 2_000;

    private static final String LEFT_OUT = " ... ";

    private OneLine() {}

    /**
     * The sentence with each control character, line or paragraph separator, invisible formatting character and lone surrogate
     * as its escape, {@code \}{@code u001b} for example, and at most {@link #LONGEST} long.
     *
     * @param sentence may be null, and is returned as it is then
     */
    public static String of(String sentence) {
        if (sentence == null) {
            return null;
        }
        boolean sound = sentence.length() <= LONGEST && sentence.codePoints().noneMatch(OneLine::isToBeEscaped);
        if (sound) {
            return sentence;
        }
        StringBuilder line = new StringBuilder(sentence.length());
        sentence.codePoints().forEach(c -> {
            if (isToBeEscaped(c)) {
                for (char unit : Character.toChars(c)) {
                    line.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.length() <= LONGEST ? line.toString() : shortened(line);
    }

    private static boolean isToBeEscaped(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String shortened(StringBuilder line) {
        int begin = (LONGEST - LEFT_OUT.length()) / 2;
        int end = line.length() - (LONGEST - LEFT_OUT.length() - begin);
        // Not through the middle of a character of two units.
        if (Character.isHighSurrogate(line.charAt(begin - 1))) {
            begin--;
        }
        if (Character.isLowSurrogate(line.charAt(end))) {
            end++;
        }
        return line.substring(0, begin) + LEFT_OUT + line.substring(end);
    }
}
