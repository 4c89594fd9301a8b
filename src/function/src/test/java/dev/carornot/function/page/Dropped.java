package dev.carornot.function.page;

import java.util.Base64;
import java.util.Map;

/**
 * A file in a visitor's hand.
 *
 * @param base64 what is in it
 */
record Dropped(String name, String type, String base64) {
    static Dropped jpeg(String name, byte[] bytes) {
        return of(name, "image/jpeg", bytes);
    }

    static Dropped of(String name, String type, byte[] bytes) {
        return new Dropped(name, type, Base64.getEncoder().encodeToString(bytes));
    }

    /** As the browser's scripts get it. */
    Map<String, String> forScripts() {
        return Map.of("name", name, "type", type, "base64", base64);
    }
}
