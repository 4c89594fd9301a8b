package dev.carornot.function.storage;

import dev.carornot.function.storage.StorageException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * An object storage in memory. A bucket keeps versions once an object of it was put with one. Thread-safe, but for what a test
 * has happen at a call.
 */
public final class MemoryStorage implements ObjectStorage {
    /** What a test has happen before a call, e.g. throw. */
    @FunctionalInterface
    public interface Before {
        void call(String operation) throws StorageException;
    }

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final Map<List<String>, List<Stored>> objects = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private Before before = operation -> {};
    private int puts;

    /** Puts an object as somebody who uploads does. */
    public synchronized ObjectHead put(String bucket, String key, String version, byte[] bytes) {
        List<Stored> versions = objects.computeIfAbsent(List.of(bucket, key), absent -> new ArrayList<>());
        if (version == null) {
            versions.clear();
        }
        Stored stored = new Stored(version, bytes, eTag(bytes), START.plusSeconds(puts++), new TreeMap<>());
        versions.add(stored);
        return stored.head(bucket, key);
    }

    public synchronized void delete(String bucket, String key) {
        objects.remove(List.of(bucket, key));
    }

    /** The tags that somebody else gave it. */
    public synchronized void tagOfOthers(String bucket, String key, String tag, String value) {
        latest(bucket, key).tags().put(tag, value);
    }

    public synchronized Map<String, String> tags(String bucket, String key) {
        return new TreeMap<>(latest(bucket, key).tags());
    }

    /** What was asked of it, in order: {@code head}, {@code read}, {@code tags}, {@code tag}, {@code document}, {@code write}. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized void forgetCalls() {
        calls.clear();
    }

    public synchronized void before(Before happening) {
        before = happening;
    }

    private void called(String operation) throws StorageException {
        Before happening;
        synchronized (this) {
            calls.add(operation);
            happening = before;
        }
        happening.call(operation);
    }

    @Override
    public ObjectHead head(ObjectId object, RemainingTime time) throws StorageException {
        called("head");
        synchronized (this) {
            return find(object).head(object.bucket(), object.key());
        }
    }

    @Override
    public byte[] read(ObjectHead object, long most, RemainingTime time) throws StorageException {
        called("read");
        synchronized (this) {
            Stored stored = find(object.id());
            if (!stored.eTag().equals(object.eTag())) {
                throw changed();
            }
            return Arrays.copyOf(stored.bytes(), (int) Math.min(most, stored.bytes().length));
        }
    }

    @Override
    public Map<String, String> tags(ObjectId object, RemainingTime time) throws StorageException {
        called("tags");
        synchronized (this) {
            return new TreeMap<>(find(object).tags());
        }
    }

    @Override
    public void tag(ObjectId object, Map<String, String> tags, RemainingTime time) throws StorageException {
        called("tag");
        synchronized (this) {
            find(object).tags().clear();
            find(object).tags().putAll(tags);
        }
    }

    @Override
    public Optional<Document> document(String bucket, String key, RemainingTime time) throws StorageException {
        called("document");
        synchronized (this) {
            return Optional.ofNullable(objects.get(List.of(bucket, key)))
                    .map(versions ->
                            new Document(versions.get(0).eTag(), versions.get(0).bytes()));
        }
    }

    @Override
    public void write(String bucket, String key, Optional<String> replaced, byte[] json, RemainingTime time)
            throws StorageException {
        called("write");
        synchronized (this) {
            Optional<String> there = Optional.ofNullable(objects.get(List.of(bucket, key)))
                    .map(versions -> versions.get(0).eTag());
            if (!there.equals(replaced)) {
                throw changed();
            }
            put(bucket, key, null, json);
        }
    }

    @Override
    public void requireBucket(String bucket, RemainingTime time) throws StorageException {
        called("requireBucket");
    }

    private static StorageException changed() {
        return new StorageException(Kind.CHANGED, "It has changed.");
    }

    private Stored latest(String bucket, String key) {
        List<Stored> versions = objects.get(List.of(bucket, key));
        return versions.get(versions.size() - 1);
    }

    private Stored find(ObjectId object) throws StorageException {
        return objects.getOrDefault(List.of(object.bucket(), object.key()), List.of()).stream()
                .filter(stored -> object.version() == null || object.version().equals(stored.version()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new StorageException(Kind.GONE, object + " is not there."));
    }

    private static String eTag(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return Long.toHexString(checksum.getValue());
    }

    // A value by convention only: the array is neither copied nor compared, there is one owner.
    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(String version, byte[] bytes, String eTag, Instant lastModified, Map<String, String> tags) {
        ObjectHead head(String bucket, String key) {
            return new ObjectHead(new ObjectId(bucket, key, version), bytes.length, eTag, lastModified);
        }
    }
}
