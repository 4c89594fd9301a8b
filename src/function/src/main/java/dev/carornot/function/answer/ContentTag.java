package dev.carornot.function.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The entity tag (RFC 9110, section 8.8.3) of an answer: a digest of what it says, so that whoever asks twice sees whether
 * anything has changed. How long an answer took is no part of it. Thread-safe.
 */
@Singleton
public final class ContentTag {
    private static final String MILLIS = "millis";

    /** Of SHA-256's 32 bytes: two answers that differ never meet in so many. */
    private static final int BYTES = 16;

    private final ObjectMapper json;

    ContentTag(ObjectMapper json) {
        this.json = json;
    }

    /**
     * The tag, with its quotes.
     *
     * @param body what is written as JSON, or the very bytes
     */
    public String of(Object body) {
        if (body instanceof byte[] bytes) {
            return tag(bytes);
        }
        JsonNode content = json.valueToTree(body);
        content.findParents(MILLIS).forEach(parent -> ((ObjectNode) parent).remove(MILLIS));
        try {
            return tag(json.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether the tag is among those that a sender has.
     *
     * @param ifNoneMatch the header's value, or null
     */
    public static boolean isAmong(String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && (ifNoneMatch.strip().equals("*")
                        || Arrays.stream(ifNoneMatch.split(","))
                                .map(String::strip)
                                // A proxy that compresses marks tags as weak; RFC 9110 compares them all the same.
                                .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                                .anyMatch(tag::equals));
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
