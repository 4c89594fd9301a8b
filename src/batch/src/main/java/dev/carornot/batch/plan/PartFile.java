package dev.carornot.batch.plan;

import dev.carornot.batch.parquet.ParquetBytes;
import dev.carornot.batch.photograph.Photograph;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A part's photographs as a Parquet file. Stateless and thread-safe. */
final class PartFile {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message part {"
            + " required binary path (STRING);"
            + " required binary version (STRING);"
            + " required int64 bytes;"
            + " }");

    private PartFile() {}

    static byte[] write(List<Photograph> photographs) throws IOException {
        return ParquetBytes.write(
                SCHEMA,
                photographs.stream()
                        .map(photograph -> new SimpleGroup(SCHEMA)
                                .append("path", photograph.path())
                                .append("version", photograph.version())
                                .append("bytes", photograph.bytes()))
                        .toList());
    }

    static List<Photograph> read(byte[] file) throws IOException {
        return ParquetBytes.read(file, PartFile::photograph);
    }

    private static Photograph photograph(Group group) {
        return new Photograph(group.getString("path", 0), group.getString("version", 0), group.getLong("bytes", 0));
    }
}
