package dev.carornot.batch.listing;

import java.util.Locale;
import java.util.Set;

/** What lies among photographs and is none; what else is none shows when it is decoded. */
final class Litter {
    private static final Set<String> NAMES = Set.of("thumbs.db", "desktop.ini");

    private Litter() {}

    /** Whether a file or folder is passed over, by its name. */
    static boolean is(String name) {
        return name.startsWith(".") || NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
