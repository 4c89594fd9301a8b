package dev.carornot.classifier.image;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a JPEG's markers say (ITU-T T.81, annex B), found in one pass over the bytes without decoding. It goes from marker
 * to marker as libjpeg does, padding and garbage between segments included, so that it never refuses for its layout what
 * the readers would read.
 */
final class JpegStructure {
    /** Encoders write about ten scans; files made to keep a decoder busy write thousands. */
    static final int MOST_SCANS = 100;

    /** No encoder writes more for a photograph, however large it is. */
    private static final int USUAL_SCANS = 12;

    /** Of all scans together: every scan of a picture goes over all of its pixels, at 1 to 2 nanoseconds each. */
    private static final long MOST_PIXELS_SCANNED = 600_000_000;
    /** An ICC profile has at most 255 segments; ten megabytes of depth map in XMP are 160. */
    private static final int MOST_SEGMENTS = 5_000;

    private static final int TEMPORARY = 0x01;
    private static final int FIRST_FRAME = 0xC0;
    private static final int EXTENDED_SEQUENTIAL = 0xC1;
    private static final int PROGRESSIVE = 0xC2;
    private static final int LOSSLESS = 0xC3;
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int RESERVED = 0xC8;
    private static final int FIRST_ARITHMETIC = 0xC9;
    private static final int ARITHMETIC_CONDITIONING = 0xCC;
    private static final int LAST_FRAME = 0xCF;
    private static final int FIRST_RESTART = 0xD0;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APPLICATION_0 = 0xE0;
    private static final int APPLICATION_1 = 0xE1;
    private static final int APPLICATION_2 = 0xE2;
    private static final int APPLICATION_14 = 0xEE;
    private static final int JPEG_LS_FRAME = 0xF7;
    private static final String EXIF_START = "Exif\0";
    /** The name's five letters and zero, and one byte of padding. */
    private static final int EXIF_PREFIX = 6;

    private static final String PROFILE_START = "ICC_PROFILE\0";
    /** The name, and two bytes that count the profile's segments. */
    private static final int PROFILE_PREFIX = 14;
    /** Where a profile's header (ICC.1, 7.2) names the colours that it is for. */
    private static final int PROFILE_COLOURS = 16;

    private static final String JFIF_START = "JFIF\0";
    /** The shortest JFIF segment that decoders take for one. */
    private static final int JFIF_LENGTH = 14;

    private static final String ADOBE_START = "Adobe";
    /** Where Adobe's segment names its colour transform, its last byte; and the value for YCbCr. */
    private static final int ADOBE_TRANSFORM = 11;

    private static final int ADOBE_YCC = 1;
    /** The component numbers that JFIF and EXIF prescribe for YCbCr. */
    private static final int[] YCC_IDS = {1, 2, 3};

    private static final int BLOCK = 8;
    private static final int MOST_COMPONENTS = 4;
    private static final int BITS_READ = 8;
    private static final long ALL_COEFFICIENTS = -1L;

    private final byte[] bytes;
    private int frame;
    private int width;
    private int height;
    private int[] componentIds = {};
    private int tallestSampling = 1;
    private long blocksOfFirstComponent;
    private int scans;
    private int mostScans;
    private int firstScanAt;
    private boolean firstScanHasAllComponents;
    /** For every component the coefficients, as bits, whose last bit plane has begun. */
    private long[] finished = {};

    private int end;
    private boolean endMarked;
    private byte[] exif = {};
    private boolean jfif;
    private boolean adobeYcc;
    private boolean adobeOther;
    private final List<Segment> profile = new ArrayList<>();

    /** A segment's first byte, its marker's, and the one behind its last. */
    private record Segment(int from, int to) {}

    private JpegStructure(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    /** Looks through a file that begins with a JPEG's two magic bytes. */
    static JpegStructure of(byte[] bytes) throws RefusedException {
        JpegStructure structure = new JpegStructure(bytes);
        structure.scan();
        structure.check();
        return structure;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int components() {
        return componentIds.length;
    }

    byte[] exif() {
        return exif;
    }

    /** Whether all decoders agree that the colours are YCbCr; some guess where nothing says so. */
    boolean isPlainlyYcc() {
        return Arrays.equals(componentIds, YCC_IDS) && !adobeOther && (jfif || adobeYcc || exif.length > 0);
    }

    boolean hasProfile() {
        return !profile.isEmpty();
    }

    /** The profile, if it is in one piece and says so. */
    Optional<byte[]> profile() {
        if (profile.size() != 1) {
            return Optional.empty();
        }
        int from = profile.get(0).from() + 4 + PROFILE_PREFIX;
        boolean firstOfOne = bytes[from - 2] == 1 && bytes[from - 1] == 1;
        return firstOfOne
                ? Optional.of(Arrays.copyOfRange(bytes, from, profile.get(0).to()))
                : Optional.empty();
    }

    /** Whether there is a profile, and one for print colours. */
    boolean hasPrintProfile() {
        return !profile.isEmpty()
                && Bytes.has(bytes, profile.get(0).from() + 4 + PROFILE_PREFIX + PROFILE_COLOURS, "CMYK");
    }

    /** The file without its profile. */
    byte[] withoutProfile() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream(bytes.length);
        int at = 0;
        for (Segment segment : profile) {
            rest.write(bytes, at, segment.from() - at);
            at = segment.to();
        }
        rest.write(bytes, at, bytes.length - at);
        return rest.toByteArray();
    }

    /** Where the picture's data ends, in bytes from the start of the file: behind its end marker, or the file's end. */
    int end() {
        return end;
    }

    /** Rows that a decoder finishes together. */
    int rowsAtATime() {
        return BLOCK * tallestSampling;
    }

    /** Whether the picture is built up by one scan after the other instead of row by row. */
    boolean hasManyScans() {
        return frame == PROGRESSIVE || !firstScanHasAllComponents;
    }

    RefusedException cutOff() {
        return RefusedException.damaged(
                "The JPEG is cut off: a part of its " + width + " x " + height + " pixels is missing; send it again.");
    }

    /** Whether the file ends before the last scan of every component has begun. */
    private boolean lacksScans() {
        return !endMarked && hasManyScans() && Arrays.stream(finished).anyMatch(bits -> bits != ALL_COEFFICIENTS);
    }

    private void scan() throws RefusedException {
        int segments = 0;
        int at = 2;
        while ((at = nextMarker(at)) < bytes.length) {
            int marker = Bytes.unsigned8(bytes, at++);
            if (marker == END_OF_IMAGE) {
                endMarked = true;
                end = at;
                return;
            }
            if (marker == TEMPORARY || (marker >= FIRST_RESTART && marker <= START_OF_IMAGE)) {
                continue;
            }
            if (++segments > MOST_SEGMENTS) {
                throw RefusedException.unsupported(
                        "The JPEG has more than " + MOST_SEGMENTS + " segments; save it again without its metadata.");
            }
            if (bytes.length - at < 2) {
                return;
            }
            int segmentEnd = at + Math.max(2, Bytes.bigEndian16(bytes, at));
            if (segmentEnd > bytes.length) {
                return;
            }
            read(marker, at + 2, segmentEnd);
            at = segmentEnd;
        }
    }

    /** The index of the next marker's code, or the file's length: skips what is no marker, scans' data included. */
    private int nextMarker(int from) {
        int at = from;
        while (at < bytes.length - 1) {
            if (bytes[at++] == (byte) 0xFF) {
                int code = Bytes.unsigned8(bytes, at);
                if (code != 0 && code != 0xFF) {
                    return at;
                }
            }
        }
        return bytes.length;
    }

    private void read(int marker, int from, int to) throws RefusedException {
        if (marker == START_OF_SCAN) {
            readScan(from, to);
        } else if (isFrame(marker) && frame == 0) {
            readFrame(marker, from, to);
        } else if (marker == APPLICATION_1
                && exif.length == 0
                && to - from > EXIF_PREFIX
                && Bytes.has(bytes, from, EXIF_START)) {
            exif = Arrays.copyOfRange(bytes, from + EXIF_PREFIX, to);
        } else if (marker == APPLICATION_0 && to - from >= JFIF_LENGTH && Bytes.has(bytes, from, JFIF_START)) {
            jfif = true;
        } else if (marker == APPLICATION_14 && to - from > ADOBE_TRANSFORM && Bytes.has(bytes, from, ADOBE_START)) {
            adobeYcc |= Bytes.unsigned8(bytes, from + ADOBE_TRANSFORM) == ADOBE_YCC;
            adobeOther |= Bytes.unsigned8(bytes, from + ADOBE_TRANSFORM) != ADOBE_YCC;
        } else if (marker == APPLICATION_2 && to - from > PROFILE_PREFIX && Bytes.has(bytes, from, PROFILE_START)) {
            profile.add(new Segment(from - 4, to));
        }
    }

    private static boolean isFrame(int marker) {
        if (marker == HUFFMAN_TABLES || marker == RESERVED || marker == ARITHMETIC_CONDITIONING) {
            return false;
        }
        return marker == JPEG_LS_FRAME || (marker >= FIRST_FRAME && marker <= LAST_FRAME);
    }

    private void readFrame(int marker, int from, int to) throws RefusedException {
        if (to - from < 6 || to - from < 6 + 3 * Bytes.unsigned8(bytes, from + 5)) {
            throw RefusedException.damaged("The JPEG's frame header is too short.");
        }
        frame = marker;
        requireReadableCoding(marker, Bytes.unsigned8(bytes, from));
        height = Bytes.bigEndian16(bytes, from + 1);
        width = Bytes.bigEndian16(bytes, from + 3);
        int count = Bytes.unsigned8(bytes, from + 5);
        if (width == 0 || height == 0) {
            throw RefusedException.damaged("The JPEG states a size of " + width + " x " + height + " pixels.");
        }
        if (count == 0 || count == 2 || count > MOST_COMPONENTS) {
            throw RefusedException.unsupported("The JPEG has " + count
                    + " colour components; grey (1), colour (3) and print colours (4) are read.");
        }
        mostScans = (int) Math.min(MOST_SCANS, Math.max(USUAL_SCANS, MOST_PIXELS_SCANNED / ((long) width * height)));
        componentIds = new int[count];
        finished = new long[count];
        int widestSampling = 1;
        for (int i = 0; i < count; i++) {
            componentIds[i] = Bytes.unsigned8(bytes, from + 6 + 3 * i);
            int sampling = Bytes.unsigned8(bytes, from + 7 + 3 * i);
            widestSampling = Math.max(widestSampling, sampling >> 4);
            tallestSampling = Math.max(tallestSampling, sampling & 0xF);
        }
        int first = Bytes.unsigned8(bytes, from + 7);
        blocksOfFirstComponent = (long) ceilingOfQuotient(width * (first >> 4), widestSampling * BLOCK)
                * ceilingOfQuotient(height * (first & 0xF), tallestSampling * BLOCK);
    }

    private static int ceilingOfQuotient(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static void requireReadableCoding(int marker, int bits) throws RefusedException {
        String coding = switch (marker) {
            case FIRST_FRAME, EXTENDED_SEQUENTIAL, PROGRESSIVE -> bits == BITS_READ ? "" : bits + "-bit";
            case LOSSLESS -> "lossless";
            case JPEG_LS_FRAME -> "JPEG-LS";
            default -> marker >= FIRST_ARITHMETIC ? "arithmetic" : "differential";
        };
        if (!coding.isEmpty()) {
            throw RefusedException.unsupported(
                    "The JPEG uses " + coding + " coding; 8-bit baseline and progressive ones are read.");
        }
    }

    private void readScan(int from, int to) throws RefusedException {
        int count = to - from < 1 ? 0 : Bytes.unsigned8(bytes, from);
        if (frame == 0 || to - from < 4 + 2 * count) {
            throw RefusedException.damaged("The JPEG has a scan without a header that describes it.");
        }
        if (++scans > mostScans) {
            throw RefusedException.unsupported("The JPEG has more than " + mostScans
                    + " scans, where encoders write about ten; save it again as a plain JPEG.");
        }
        if (scans == 1) {
            firstScanAt = to;
            firstScanHasAllComponents = count == componentIds.length;
        }
        int lastBitPlane = Bytes.unsigned8(bytes, from + 3 + 2 * count) & 0xF;
        if (frame == PROGRESSIVE && lastBitPlane != 0) {
            return;
        }
        long bits = ALL_COEFFICIENTS;
        if (frame == PROGRESSIVE) {
            int firstCoefficient = Bytes.unsigned8(bytes, from + 1 + 2 * count) & 0x3F;
            int lastCoefficient = Bytes.unsigned8(bytes, from + 2 + 2 * count) & 0x3F;
            bits = (ALL_COEFFICIENTS << firstCoefficient) & (ALL_COEFFICIENTS >>> (63 - lastCoefficient));
        }
        for (int i = 0; i < count; i++) {
            int id = Bytes.unsigned8(bytes, from + 1 + 2 * i);
            for (int component = 0; component < componentIds.length; component++) {
                if (componentIds[component] == id) {
                    finished[component] |= bits;
                }
            }
        }
    }

    private void check() throws RefusedException {
        if (frame == 0 || scans == 0) {
            throw RefusedException.damaged("The JPEG has no picture in it; it may have been cut off or overwritten.");
        }
    }

    /** Refuses a picture of which a part must be missing, before memory is set aside for it. */
    void requireEnoughData() throws RefusedException {
        if (lacksScans()) {
            throw cutOff();
        }
        // Every block takes at least a code of one bit, and row by row another one that ends it: files far below that
        // are empty canvases whose only use is to make a decoder allocate them.
        long bitsPerBlock = frame == PROGRESSIVE ? 1 : 2;
        long bitsStored = 8L * (end - firstScanAt);
        if (bitsStored < blocksOfFirstComponent * bitsPerBlock / 2) {
            throw cutOff();
        }
    }
}
