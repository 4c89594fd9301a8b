package dev.carornot.function.storage;

/**
 * A small object, read in whole. Nobody writes to {@code bytes}.
 *
 * @param eTag names these contents, without quotation marks
 */
// A value by convention only: the array is neither copied nor compared, there is one owner.
@SuppressWarnings("ArrayRecordComponent")
public record Document(String eTag, byte[] bytes) {}
