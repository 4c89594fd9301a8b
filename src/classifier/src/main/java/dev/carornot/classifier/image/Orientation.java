package dev.carornot.classifier.image;

/**
 * How the stored rows lie in the upright picture: EXIF's orientation 1 to 8 (CIPA DC-008, tag 0x0112).
 *
 * @param value EXIF's number; 1 is upright
 */
record Orientation(int value) {
    private static final int ORIENTATION = 0x0112;
    private static final int HEADER = 8;
    /** Tag, type, count and value. */
    private static final int ENTRY = 12;
    /** Types of values: cameras write the second, some programs another one. */
    private static final int BYTE = 1;

    private static final int SHORT = 3;
    private static final int LONG = 4;

    private static final int UPRIGHT = 1;
    private static final int LAST = 8;
    /** From this value on the stored rows are the upright picture's columns. */
    private static final int FIRST_TRANSPOSED = 5;
    /** Pixels a side of the squares that are turned one after the other, so that reads and writes stay in the cache. */
    private static final int TILE = 32;

    /** What an EXIF block states; upright where it is missing, broken or states something else. */
    static Orientation of(byte[] exif) {
        int stated = stated(exif);
        return new Orientation(stated < UPRIGHT || stated > LAST ? UPRIGHT : stated);
    }

    /**
     * Looks through the first directory of a TIFF structure (TIFF 6.0, section 2) and nothing else: whole readers follow
     * whatever points anywhere, to what a block of 64 KB can name thousands of times.
     */
    private static int stated(byte[] exif) {
        boolean little = Bytes.has(exif, 0, "II*\0");
        if (exif.length < HEADER || (!little && !Bytes.has(exif, 0, "MM\0*"))) {
            return UPRIGHT;
        }
        long directory = unsigned32(exif, 4, little);
        if (directory > exif.length - 2) {
            return UPRIGHT;
        }
        int entries = unsigned16(exif, (int) directory, little);
        int at = (int) directory + 2;
        for (int i = 0; i < entries && exif.length - at >= ENTRY; i++, at += ENTRY) {
            if (unsigned16(exif, at, little) == ORIENTATION && unsigned32(exif, at + 4, little) == 1) {
                return switch (unsigned16(exif, at + 2, little)) {
                    case BYTE -> Bytes.unsigned8(exif, at + 8);
                    case SHORT -> unsigned16(exif, at + 8, little);
                    case LONG -> (int) Math.min(Integer.MAX_VALUE, unsigned32(exif, at + 8, little));
                    default -> UPRIGHT;
                };
            }
        }
        return UPRIGHT;
    }

    private static int unsigned16(byte[] bytes, int at, boolean little) {
        return little ? Bytes.littleEndian16(bytes, at) : Bytes.bigEndian16(bytes, at);
    }

    private static long unsigned32(byte[] bytes, int at, boolean little) {
        return little ? Bytes.littleEndian32(bytes, at) : Bytes.bigEndian32(bytes, at);
    }

    /** The picture turned and mirrored to stand upright; the same object where it does already. */
    Picture upright(Picture stored) {
        if (value == UPRIGHT) {
            return stored;
        }
        int right = Picture.COLOURS;
        int down = Picture.COLOURS * stored.width();
        int lastColumn = right * (stored.width() - 1);
        int lastRow = down * (stored.height() - 1);
        int width = swapsSides() ? stored.height() : stored.width();
        int height = swapsSides() ? stored.width() : stored.height();
        // Where the upright picture's first pixel is stored, and the steps to its right and lower neighbours.
        return switch (value) {
            case 2 -> turn(stored, width, height, lastColumn, -right, down);
            case 3 -> turn(stored, width, height, lastColumn + lastRow, -right, -down);
            case 4 -> turn(stored, width, height, lastRow, right, -down);
            case 5 -> turn(stored, width, height, 0, down, right);
            case 6 -> turn(stored, width, height, lastRow, -down, right);
            case 7 -> turn(stored, width, height, lastColumn + lastRow, -down, -right);
            default -> turn(stored, width, height, lastColumn, down, -right);
        };
    }

    /** Where a part of the upright picture lies in the stored one, whose size is given. */
    Box stored(Box upright, int storedWidth, int storedHeight) {
        Box box = value < FIRST_TRANSPOSED
                ? upright
                : new Box(upright.y(), upright.x(), upright.height(), upright.width());
        double fromRight = storedWidth - box.x() - box.width();
        double fromBottom = storedHeight - box.y() - box.height();
        double x = value == 2 || value == 3 || value == 7 || value == 8 ? fromRight : box.x();
        double y = value == 3 || value == 4 || value == 6 || value == 7 ? fromBottom : box.y();
        return new Box(x, y, box.width(), box.height());
    }

    /** Whether the upright picture is as wide as the stored one is high. */
    boolean swapsSides() {
        return value >= FIRST_TRANSPOSED;
    }

    private static Picture turn(Picture stored, int width, int height, int start, int stepX, int stepY) {
        byte[] from = stored.rgb();
        byte[] to = new byte[from.length];
        for (int top = 0; top < height; top += TILE) {
            int bottom = Math.min(height, top + TILE);
            for (int left = 0; left < width; left += TILE) {
                int right = Math.min(width, left + TILE);
                for (int y = top; y < bottom; y++) {
                    int source = start + y * stepY + left * stepX;
                    int target = (y * width + left) * Picture.COLOURS;
                    for (int x = left; x < right; x++, source += stepX, target += Picture.COLOURS) {
                        to[target] = from[source];
                        to[target + 1] = from[source + 1];
                        to[target + 2] = from[source + 2];
                    }
                }
            }
        }
        return new Picture(width, height, to);
    }
}
