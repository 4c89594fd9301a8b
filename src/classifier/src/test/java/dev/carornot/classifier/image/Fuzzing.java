package dev.carornot.classifier.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carornot.classifier.fixture.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.opentest4j.TestAbortedException;

/** What the fuzz tests of pictures have in common. */
final class Fuzzing {
    /** Small enough for thousands of files a second; whoever wants to see what a large one costs looks elsewhere. */
    private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 250_000);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long MOST_NANOS = 5_000_000_000L;
    private static final long LARGEST_SEED = 20_000;
    private static final int PNG_SIGNATURE = 8;
    private static final InputSize SIZE = new InputSize(32, 28);
    private static final List<InputDecoder> DECODERS =
            Inputs.decoders().map(it -> it.withLimits(LIMITS)).toList();

    private Fuzzing() {}

    /** Decodes a file on every way there is for its format, once it has the first bytes that make it one. */
    static void answer(ImageFormat format, byte[] file) {
        byte[] marked = withFirstBytes(format, file);
        String first = null;
        for (InputDecoder decoder : format == ImageFormat.JPEG ? DECODERS : DECODERS.subList(0, 1)) {
            long start = THREADS.getCurrentThreadCpuTime();
            Fitting fitting = decoder.decode(marked, SIZE);
            assertThat(THREADS.getCurrentThreadCpuTime() - start)
                    .as("nanoseconds of work")
                    .isLessThan(MOST_NANOS);
            String outcome = fitting instanceof Fitting.Refused refused
                    ? refused.refusal().reason().name()
                    : "decoded";
            assertThat(first == null ? outcome : first).isEqualTo(outcome);
            first = outcome;
        }
    }

    private static byte[] withFirstBytes(ImageFormat format, byte[] file) {
        byte[] start = switch (format) {
            case JPEG -> new byte[] {-1, (byte) 0xD8};
            case PNG -> new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
            case WEBP -> new byte[] {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'};
        };
        byte[] marked = file.clone();
        if (marked.length < start.length) {
            return start;
        }
        System.arraycopy(start, 0, marked, 0, start.length);
        return marked;
    }

    /** A PNG whose chunks have the checksums that they need. */
    static byte[] withChecksums(byte[] file) {
        ByteBuffer png = ByteBuffer.wrap(file.clone());
        int at = PNG_SIGNATURE;
        while (file.length - at >= 12) {
            int length = png.getInt(at);
            if (length < 0 || length > file.length - at - 12) {
                break;
            }
            CRC32 checksum = new CRC32();
            checksum.update(png.array(), at + 4, length + 4);
            png.putInt(at + 8 + length, (int) checksum.getValue());
            at += 12 + length;
        }
        return png.array();
    }

    /** The small files of the team's corpora, where they are. */
    static Stream<byte[]> corpora(String... names) {
        return Stream.of(names).flatMap(name -> {
            try (Stream<Path> files = Files.list(Shared.require("corpora/" + name))) {
                return files
                        .filter(it -> it.toFile().isFile() && it.toFile().length() < LARGEST_SEED)
                        .sorted()
                        .map(Fuzzing::bytes)
                        .toList()
                        .stream();
            } catch (TestAbortedException e) {
                return Stream.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
