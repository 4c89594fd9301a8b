package dev.carornot.batch.result;

import dev.carornot.batch.parquet.ParquetBytes;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Rows as the bytes of a Parquet file, and back. Stateless and thread-safe. */
final class ResultFile {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message result {"
            + " required binary path (STRING);"
            + " required binary version (STRING);"
            + " required binary verdict (STRING);"
            + " optional double probability;"
            + " optional binary reason (STRING);"
            + " optional binary message (STRING);"
            + " required binary model_name (STRING);"
            + " required binary model_version (STRING);"
            + " required binary model_digest (STRING);"
            + " optional double millis;"
            + " }");

    private ResultFile() {}

    static byte[] write(List<ResultRow> rows) throws IOException {
        return ParquetBytes.write(SCHEMA, rows.stream().map(ResultFile::group).toList());
    }

    static List<ResultRow> read(byte[] file) throws IOException {
        return ParquetBytes.read(file, ResultFile::row);
    }

    private static Group group(ResultRow row) {
        Group group = new SimpleGroup(SCHEMA);
        group.append("path", row.path()).append("version", row.version()).append("verdict", row.verdict());
        if (row.probability() != null) {
            group.append("probability", row.probability().doubleValue());
        }
        if (row.reason() != null) {
            group.append("reason", row.reason());
        }
        if (row.message() != null) {
            group.append("message", row.message());
        }
        group.append("model_name", row.model().name())
                .append("model_version", row.model().version())
                .append("model_digest", row.model().digest());
        if (row.millis() != null) {
            group.append("millis", row.millis().doubleValue());
        }
        return group;
    }

    private static ResultRow row(Group group) {
        return new ResultRow(
                group.getString("path", 0),
                group.getString("version", 0),
                group.getString("verdict", 0),
                number(group, "probability"),
                text(group, "reason"),
                text(group, "message"),
                new ModelIdentity(
                        group.getString("model_name", 0),
                        group.getString("model_version", 0),
                        group.getString("model_digest", 0)),
                number(group, "millis"));
    }

    private static Double number(Group group, String column) {
        return group.getFieldRepetitionCount(column) == 0 ? null : (Double) group.getDouble(column, 0);
    }

    private static String text(Group group, String column) {
        return group.getFieldRepetitionCount(column) == 0 ? null : group.getString(column, 0);
    }
}
