package dev.carornot.function.upload;

/**
 * A photograph as it was sent. Nobody writes to {@code bytes}.
 *
 * @param name the file name that the sender gave, never used as a path; null when there was none
 * @param bytes the file
 */
// A value by convention only: the array is neither copied nor compared, there is one owner.
@SuppressWarnings("ArrayRecordComponent")
public record Photograph(String name, byte[] bytes) {}
