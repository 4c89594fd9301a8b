package dev.carornot.classifier.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells formats apart by their first bytes; names and declared types are not trusted. */
final class Signature {
    private static final String JPEG_START = "\u00FF\u00D8";
    private static final String PNG_START = "\u0089PNG";
    private static final int BRAND_OFFSET = 8;
    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<String> HEIF_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "mif2", "msf1");

    private record Foreign(String start, String name) {}

    /** Other image formats, by what people call them. */
    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("GIF87a", "a GIF"),
            new Foreign("GIF89a", "a GIF"),
            new Foreign("II*\0", "a TIFF"),
            new Foreign("MM\0*", "a TIFF"),
            new Foreign("II+\0", "a BigTIFF"),
            new Foreign("MM\0+", "a BigTIFF"),
            new Foreign("8BPS", "a Photoshop file"),
            new Foreign("\0\0\0\u000CjP  \r\n\u0087\n", "a JPEG 2000 file"),
            new Foreign("\u00FFO\u00FFQ", "a JPEG 2000 file"),
            new Foreign("\0\0\0\u000CJXL \r\n\u0087\n", "a JPEG XL file"),
            new Foreign("\u00FF\n", "a JPEG XL file"),
            new Foreign("\0\0\1\0", "a Windows icon"),
            new Foreign("v/1\1", "an OpenEXR file"),
            new Foreign("<svg", "an SVG drawing"));

    private Signature() {}

    /** The format to decode, or a refusal that says what the file is instead. */
    static ImageFormat require(byte[] bytes) throws RefusedException {
        if (bytes.length == 0) {
            throw new RefusedException(Refusal.Reason.NOT_AN_IMAGE, "The file is empty; send a photograph.");
        }
        if (Bytes.has(bytes, 0, JPEG_START)) {
            return ImageFormat.JPEG;
        }
        if (Bytes.has(bytes, 0, PNG_START)) {
            return ImageFormat.PNG;
        }
        if (Bytes.has(bytes, 0, "RIFF") && Bytes.has(bytes, BRAND_OFFSET, "WEBP")) {
            return ImageFormat.WEBP;
        }
        Optional<String> name = foreign(bytes);
        if (name.isPresent()) {
            throw RefusedException.unsupported("The file is " + name.get() + "; JPEG, PNG and WebP are read.");
        }
        throw new RefusedException(
                Refusal.Reason.NOT_AN_IMAGE,
                "The file is not an image, judged by its first bytes; send a JPEG, PNG or WebP.");
    }

    private static Optional<String> foreign(byte[] bytes) {
        for (Foreign format : FOREIGN) {
            if (Bytes.has(bytes, 0, format.start())) {
                return Optional.of(format.name());
            }
        }
        // Two letters would make a bitmap of any text that begins with them; the reserved fields are zero.
        if (Bytes.has(bytes, 0, "BM") && Bytes.has(bytes, 6, "\0\0\0\0")) {
            return Optional.of("a BMP");
        }
        if (Bytes.has(bytes, 4, "ftyp") && bytes.length >= BRAND_OFFSET + 4) {
            String brand = new String(bytes, BRAND_OFFSET, 4, StandardCharsets.ISO_8859_1);
            if (AVIF_BRANDS.contains(brand)) {
                return Optional.of("an AVIF");
            }
            if (HEIF_BRANDS.contains(brand)) {
                return Optional.of("a HEIC/HEIF");
            }
        }
        return Optional.empty();
    }
}
