package dev.carornot.classifier.tensor;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, read and checked as a whole: whoever holds one knows that its tensors cover the
 * data exactly, each with the length that its type and shape need.
 *
 * @param entries in the header's order
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";

    private static final String TYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String OFFSETS = "data_offsets";

    /** As many dimensions as PyTorch allows. */
    private static final int MAX_RANK = 64;

    /** A ResNet-152 has under a thousand; a header of the largest size allowed could name millions of empty ones. */
    private static final int MAX_TENSORS = 100_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where a tensor lies: bytes from {@code begin} up to {@code end} of the data after the header. */
    record Entry(String name, ElementType type, Shape shape, long begin, long end) {}

    /** @throws TensorFileException with the reason, when anything in the header is not as the format says */
    static SafetensorsHeader parse(String source, ByteBuffer json, long dataLength) throws TensorFileException {
        byte[] bytes = new byte[json.remaining()];
        json.get(bytes);
        // A strict decoder of our own, since Jackson would also take UTF-16 and UTF-32.
        InputStreamReader text =
                new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser parser = JSON.createParser(text)) {
            SafetensorsHeader header = new Reading(source, parser).header();
            header.requireExactCover(source, dataLength);
            return header;
        } catch (CharacterCodingException e) {
            throw new TensorFileException(source + " is no safetensors file: its header is not UTF-8.", e);
        } catch (JsonProcessingException e) {
            throw new TensorFileException(
                    source + " is no safetensors file: its header is not JSON (" + firstLine(e) + ").", e);
        } catch (TensorFileException e) {
            throw e;
        } catch (IOException e) {
            throw new TensorFileException(source + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("no reason given");
    }

    private void requireExactCover(String source, long dataLength) throws TensorFileException {
        List<Entry> byOffset = new ArrayList<>(entries);
        byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : byOffset) {
            if (entry.end > dataLength) {
                throw refusal(
                        source,
                        entry.name,
                        "ends at byte " + entry.end + " of the data, which has " + dataLength + " bytes");
            }
            if (entry.begin < covered) {
                throw refusal(source, entry.name, "overlaps another tensor at byte " + entry.begin + " of the data");
            }
            if (entry.begin > covered) {
                throw refusal(
                        source,
                        entry.name,
                        "begins at byte " + entry.begin + " of the data and leaves a hole from byte " + covered);
            }
            covered = entry.end;
        }
        if (covered != dataLength) {
            throw new TensorFileException(source + " is damaged: its tensors cover " + covered + " bytes of data, but "
                    + dataLength + " follow the header.");
        }
    }

    static TensorFileException refusal(String source, String tensor, String reason) {
        return new TensorFileException("In " + source + " the tensor " + Quoted.of(tensor) + " " + reason + ".");
    }

    /** One pass over the header's tokens; nothing is built from the file's own claims about sizes. */
    private record Reading(String source, JsonParser parser) {
        SafetensorsHeader header() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new TensorFileException(source + " is no safetensors file: its header is no JSON object.");
            }
            List<Entry> entries = new ArrayList<>();
            Map<String, String> metadata = Map.of();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (name.equals(METADATA)) {
                    metadata = metadata();
                } else {
                    entries.add(entry(name));
                    if (entries.size() > MAX_TENSORS) {
                        throw new TensorFileException(source + " lists more than " + MAX_TENSORS
                                + " tensors, and no network here has as many.");
                    }
                }
            }
            if (parser.nextToken() != null) {
                throw new TensorFileException(source + " is no safetensors file: text follows its header's object.");
            }
            return new SafetensorsHeader(entries, metadata);
        }

        private Map<String, String> metadata() throws IOException {
            Map<String, String> metadata = new LinkedHashMap<>();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new TensorFileException("In " + source + " the metadata is no JSON object.");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw new TensorFileException(
                            "In " + source + " the metadata's " + Quoted.of(key) + " is not a text.");
                }
                metadata.put(key, parser.getText());
            }
            return metadata;
        }

        private Entry entry(String name) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal(source, name, "is described by no JSON object");
            }
            ElementType type = null;
            long[] shape = null;
            long[] offsets = null;
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                switch (field) {
                    case TYPE -> type = type(name);
                    case SHAPE -> shape = numbers(name, SHAPE, MAX_RANK);
                    case OFFSETS -> offsets = numbers(name, OFFSETS, 2);
                    default -> {
                        // The reference implementation ignores what it does not know, too.
                        parser.nextToken();
                        parser.skipChildren();
                    }
                }
            }
            if (type == null || shape == null || offsets == null || offsets.length != 2) {
                throw refusal(source, name, "needs a dtype, a shape and two data_offsets");
            }
            requireLength(name, type, shape, offsets);
            return new Entry(name, type, new Shape(shape), offsets[0], offsets[1]);
        }

        private ElementType type(String name) throws IOException {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw refusal(source, name, "has a dtype that is not a text");
            }
            String type = parser.getText();
            return ElementType.ofSafetensors(type)
                    .orElseThrow(() -> refusal(
                            source,
                            name,
                            "has the element type " + Quoted.of(type) + ", which is none of "
                                    + ElementType.safetensorsNames()));
        }

        private long[] numbers(String name, String field, int most) throws IOException {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw refusal(source, name, "has a " + field + " that is no list");
            }
            long[] numbers = new long[most];
            int count = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (count == most) {
                    throw refusal(source, name, "has a " + field + " of more than " + most + " numbers");
                }
                boolean fits = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
                if (!fits || parser.getLongValue() < 0) {
                    throw refusal(
                            source, name, "has a " + field + " with something else than whole numbers from 0 to 2^63");
                }
                numbers[count++] = parser.getLongValue();
            }
            return Arrays.copyOf(numbers, count);
        }

        private void requireLength(String name, ElementType type, long[] shape, long[] offsets)
                throws TensorFileException {
            long expected = type.width();
            try {
                for (long dimension : shape) {
                    expected = Math.multiplyExact(expected, dimension);
                }
            } catch (ArithmeticException e) {
                throw refusal(source, name, "has the impossible shape " + Arrays.toString(shape));
            }
            if (offsets[1] < offsets[0]) {
                throw refusal(source, name, "ends before it begins");
            }
            long length = offsets[1] - offsets[0];
            if (length != expected) {
                throw refusal(
                        source,
                        name,
                        "has " + length + " bytes, but " + type.safetensors() + " of shape " + Arrays.toString(shape)
                                + " needs " + expected);
            }
        }
    }
}
