package dev.carornot.classifier.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What embedded ICC profiles ask of a picture's colours. Most photographs carry one of a few (sRGB, Display P3, Adobe RGB), so
 * each is tried once on a few colours and remembered. Thread-safe.
 */
final class ColourProfiles {
    private static final int MOST_REMEMBERED = 16;

    /** Levels of each colour that a profile is tried on: 0, 51 ... 255. */
    private static final int LEVELS = 6;

    private static final int STEP = 51;
    /** A profile that changes no colour by more, of 255 levels, is one for sRGB with rounding errors. */
    private static final int MOST_FOR_SRGB = 2;
    /** As far as grey may move: more is a tone curve so different that pixels must be converted before they are averaged. */
    private static final int MOST_FOR_SAME_TONES = 24;

    private static final int[] OFFSETS = {0, 1, 2};

    private final Map<ByteBuffer, Meaning> remembered = new LinkedHashMap<>();

    /** What becomes of pixels. */
    private enum Kind {
        /** They are sRGB. */
        SRGB,
        /** They may be averaged first and converted then. */
        SIMILAR,
        /** They must be converted one by one, or the profile is broken. */
        OTHER
    }

    /** A profile's kind, with the profile where it is needed again; else null. */
    private record Meaning(Kind kind, ICC_Profile profile) {}

    /** Whether a picture with this profile may be made smaller before its colours are converted. */
    boolean allowAveraging(byte[] profile) {
        return meaning(profile).kind() != Kind.OTHER;
    }

    /** RGB pixels of a profile that {@link #allowAveraging allows averaging}, as sRGB; perhaps the same array. */
    byte[] toSrgb(byte[] pixels, byte[] profile) {
        Meaning meaning = meaning(profile);
        return meaning.kind() == Kind.SRGB ? pixels : convert(pixels, meaning.profile());
    }

    private Meaning meaning(byte[] profile) {
        ByteBuffer key = ByteBuffer.wrap(profile);
        synchronized (remembered) {
            Meaning known = remembered.get(key);
            if (known != null) {
                return known;
            }
        }
        Meaning found = examine(profile);
        synchronized (remembered) {
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
            remembered.put(key, found);
        }
        return found;
    }

    private static Meaning examine(byte[] bytes) {
        try {
            ICC_Profile profile = ICC_Profile.getInstance(bytes);
            if (profile.getColorSpaceType() != ColorSpace.TYPE_RGB) {
                return new Meaning(Kind.OTHER, null);
            }
            byte[] tried = colours();
            byte[] became = convert(tried, profile);
            int most = 0;
            int mostOfGrey = 0;
            for (int i = 0; i < tried.length; i += Picture.COLOURS) {
                for (int colour = 0; colour < Picture.COLOURS; colour++) {
                    int change = Math.abs((tried[i + colour] & 0xFF) - (became[i + colour] & 0xFF));
                    most = Math.max(most, change);
                    if (tried[i] == tried[i + 1] && tried[i] == tried[i + 2]) {
                        mostOfGrey = Math.max(mostOfGrey, change);
                    }
                }
            }
            if (most <= MOST_FOR_SRGB) {
                return new Meaning(Kind.SRGB, null);
            }
            return mostOfGrey <= MOST_FOR_SAME_TONES
                    ? new Meaning(Kind.SIMILAR, profile)
                    : new Meaning(Kind.OTHER, null);
        } catch (IllegalArgumentException | CMMException e) {
            // Broken; the readers know how to live with that.
            return new Meaning(Kind.OTHER, null);
        }
    }

    private static byte[] colours() {
        byte[] colours = new byte[Picture.COLOURS * LEVELS * LEVELS * LEVELS];
        for (int i = 0, at = 0; at < colours.length; i++) {
            colours[at++] = (byte) (STEP * (i / LEVELS / LEVELS));
            colours[at++] = (byte) (STEP * (i / LEVELS % LEVELS));
            colours[at++] = (byte) (STEP * (i % LEVELS));
        }
        return colours;
    }

    private static byte[] convert(byte[] pixels, ICC_Profile profile) {
        byte[] result = new byte[pixels.length];
        new ColorConvertOp(new ICC_ColorSpace(profile), ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
                .filter(raster(pixels), raster(result));
        return result;
    }

    private static WritableRaster raster(byte[] pixels) {
        return Raster.createInterleavedRaster(
                new DataBufferByte(pixels, pixels.length),
                pixels.length / Picture.COLOURS,
                1,
                pixels.length,
                Picture.COLOURS,
                OFFSETS,
                null);
    }
}
