package dev.carornot.batch.storage;

import dev.carornot.s3.S3Objects;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A prefix: an object appears as a whole, and on condition that it was not there. */
record S3Folder(S3Location place, Storage storage) implements Folder {
    private static final String TYPE = "application/octet-stream";

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        return storage.s3().create(place.bucket(), place.child(name).key(), content, TYPE);
    }

    @Override
    public byte[] read(String name) throws IOException {
        S3Location object = place.child(name);
        S3Objects.Reading reading = storage.s3().read(object.bucket(), object.key(), "", Integer.MAX_VALUE);
        if (reading instanceof S3Objects.Reading.Content content) {
            return content.bytes();
        }
        throw new FileNotFoundException("There is no object " + object + ".");
    }

    @Override
    public boolean holds(String name) throws IOException {
        S3Location object = place.child(name);
        return storage.s3().read(object.bucket(), object.key(), "", 0) instanceof S3Objects.Reading.Content;
    }

    @Override
    public List<String> names(String prefix) throws IOException {
        List<String> names = new ArrayList<>();
        int folder = place.key().length();
        storage.s3()
                .level(
                        place.bucket(),
                        place.key() + prefix,
                        object -> names.add(object.key().substring(folder)));
        return names;
    }

    @Override
    public Folder child(String name) {
        return new S3Folder(place.child(name).folder(), storage);
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
