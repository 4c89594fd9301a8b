package dev.carornot.batch.parquet;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Small Parquet files in memory: a part has thousands of rows, not millions, and is written in one piece wherever it goes.
 * Stateless and thread-safe.
 */
public final class ParquetBytes {
    private ParquetBytes() {}

    /** A file with these rows, compressed with zstd. */
    public static byte[] write(MessageType schema, List<Group> rows) throws IOException {
        Buffer buffer = new Buffer();
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(buffer)
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return buffer.bytes.toByteArray();
    }

    /** The rows of a file, in its order. */
    public static <T> List<T> read(byte[] file, Function<Group, T> row) throws IOException {
        List<T> rows = new ArrayList<>();
        try (ParquetReader<Group> reader = new Builder(new Bytes(file)).build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                rows.add(row.apply(group));
            }
        }
        return rows;
    }

    private static final class Builder extends ParquetReader.Builder<Group> {
        Builder(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static final class Buffer implements OutputFile {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return bytes.size();
                }

                @Override
                public void write(int b) {
                    bytes.write(b);
                }

                @Override
                public void write(byte[] from, int offset, int length) {
                    bytes.write(from, offset, length);
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Bytes(byte[] content) implements InputFile {
        @Override
        public long getLength() {
            return content.length;
        }

        @Override
        public SeekableInputStream newStream() {
            return new Stream(ByteBuffer.wrap(content));
        }
    }

    private static final class Stream extends SeekableInputStream {
        private final ByteBuffer content;

        Stream(ByteBuffer content) {
            this.content = content;
        }

        @Override
        public long getPos() {
            return content.position();
        }

        @Override
        public void seek(long position) {
            content.position(Math.toIntExact(position));
        }

        @Override
        public int read() {
            return content.hasRemaining() ? content.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (!content.hasRemaining()) {
                return -1;
            }
            int read = Math.min(length, content.remaining());
            content.get(target, offset, read);
            return read;
        }

        @Override
        public int read(ByteBuffer target) {
            if (!content.hasRemaining()) {
                return -1;
            }
            int read = Math.min(target.remaining(), content.remaining());
            target.put(content.slice(content.position(), read));
            content.position(content.position() + read);
            return read;
        }

        @Override
        public void readFully(byte[] target) throws IOException {
            readFully(target, 0, target.length);
        }

        @Override
        public void readFully(byte[] target, int offset, int length) throws IOException {
            require(length);
            content.get(target, offset, length);
        }

        @Override
        public void readFully(ByteBuffer target) throws IOException {
            require(target.remaining());
            read(target);
        }

        private void require(int length) throws IOException {
            if (length > content.remaining()) {
                throw new EOFException("The file ends early.");
            }
        }
    }
}
