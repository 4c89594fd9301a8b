package dev.carornot.classifier.tensor;

/** Names out of a file, made fit for a message: short, and on one line. */
final class Quoted {
    private static final int LONGEST = 100;

    private Quoted() {}

    static String of(String name) {
        String shown = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...";
        return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
