package dev.carornot.classifier.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.network.Quantization;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Manifests as JSON, and back. Reading is strict: duplicate keys, missing fields, fields that this schema version does not
 * know and values of another type are refused, because a field that goes unread might have changed what the weights mean.
 * Only {@code evaluation} and {@code provenance} are free in form.
 */
final class ManifestJson {
    static final String FILE = "manifest.json";

    /** Generous: without an evaluation a manifest has about 2 KB. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String SCHEMA_VERSION = "schemaVersion";
    private static final String QUANTIZATION = "quantization";
    private static final String ASPECT = "aspect";
    private static final int FIRST_WITH_ASPECT = 3;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** Two blanks and a line feed on every system: the same manifest has the same bytes. */
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private static final ObjectWriter WRITER = MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENT));

    private ManifestJson() {}

    /** Pretty-printed UTF-8, in the order of the record's components, with a line feed at the end. */
    static byte[] write(Manifest manifest) {
        try {
            ObjectNode tree = MAPPER.valueToTree(manifest);
            tree.put(SCHEMA_VERSION, Math.max(manifest.schemaVersion(), Manifest.SCHEMA_VERSION));
            return (WRITER.writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The manifest cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws ArtifactException when {@code source} is no manifest of this schema version */
    static Manifest read(ByteBuffer bytes, String source) throws ArtifactException {
        if (bytes.remaining() > MAX_BYTES) {
            throw new ArtifactException(source + " is no manifest: it has " + Bytes.count(bytes.remaining())
                    + ", and a manifest has at most " + Bytes.count(MAX_BYTES) + ".");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.duplicate())
                    .toString();
            JsonNode tree = MAPPER.readTree(text);
            requireSchemaVersion(tree, source);
            addWhatOlderVersionsLack((ObjectNode) tree);
            return MAPPER.treeToValue(tree, Manifest.class);
        } catch (CharacterCodingException e) {
            throw new ArtifactException(source + " is damaged: it is not UTF-8.", e);
        } catch (JsonMappingException e) {
            throw new ArtifactException(source + " is no valid manifest: " + reason(e) + ".", e);
        } catch (JsonProcessingException e) {
            throw new ArtifactException(source + " is damaged: it is not JSON (" + firstLine(e) + ").", e);
        }
    }

    private static void requireSchemaVersion(JsonNode tree, String source) throws ArtifactException {
        if (!tree.isObject()) {
            throw new ArtifactException(source + " is damaged: it holds no JSON object.");
        }
        JsonNode version = tree.path(SCHEMA_VERSION);
        if (!version.isInt() || version.intValue() < 1) {
            throw new ArtifactException(source + " is no valid manifest: it has no " + SCHEMA_VERSION + ".");
        }
        if (version.intValue() > Manifest.SCHEMA_VERSION) {
            throw new ArtifactException(source + " needs a newer version of this product: its schema version is "
                    + version.intValue() + ", and this one reads up to " + Manifest.SCHEMA_VERSION + ".");
        }
    }

    /** Version 1 knew no quantised networks, version 2 no squashed pictures. */
    private static void addWhatOlderVersionsLack(ObjectNode tree) {
        if (tree.path(SCHEMA_VERSION).intValue() < FIRST_WITH_ASPECT
                && tree.path("input").path("size") instanceof ObjectNode size
                && !size.has(ASPECT)) {
            size.put(ASPECT, 1.0);
        }
        if (tree.path(SCHEMA_VERSION).intValue() == 1 && !tree.has(QUANTIZATION)) {
            tree.set(QUANTIZATION, MAPPER.valueToTree(Quantization.NONE));
        }
    }

    /** The field's place, e.g. {@code decision.lower}, and what is wrong with it, without Jackson's class names. */
    private static String reason(JsonMappingException e) {
        String place = place(e);
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException cause) {
            String reason = cause.getMessage();
            String sentence = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
            return place.isEmpty() ? sentence : place + ": " + sentence;
        }
        if (e instanceof UnrecognizedPropertyException) {
            return place + " is a field that schema version " + Manifest.SCHEMA_VERSION + " does not have";
        }
        return place.isEmpty() ? "something follows its JSON object" : place + " is missing or holds a wrong value";
    }

    private static String place(JsonMappingException e) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            String field = reference.getFieldName();
            if (field == null) {
                place.append('[').append(reference.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(field);
            }
        }
        return place.toString();
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("no reason given");
    }
}
