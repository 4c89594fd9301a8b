package dev.carornot.function.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carornot.function.s3event.Sequencer;
import dev.carornot.function.storage.Document;
import dev.carornot.function.storage.ObjectHead;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** An {@link OutcomeDocument} that was found in its place, as far as it has to be understood. */
final class StoredDocument {
    private final String eTag;
    private final JsonNode json;

    private StoredDocument(String eTag, JsonNode json) {
        this.eTag = eTag;
        this.json = json;
    }

    /** Whatever it holds: of something else every question is answered as if it were not there. */
    static StoredDocument read(Document document, ObjectMapper mapper) {
        try {
            return new StoredDocument(document.eTag(), mapper.readTree(document.bytes()));
        } catch (IOException e) {
            return new StoredDocument(document.eTag(), mapper.nullNode());
        }
    }

    /** The document's own, to replace it by. */
    String eTag() {
        return eTag;
    }

    /** What it says of an object's contents, if it is about them. */
    Optional<Outcome> outcome(ObjectHead head) {
        JsonNode object = json.path("object");
        if (!object.path("eTag").asText().equals(head.eTag())
                || !Objects.equals(object.path("version").textValue(), head.id().version())
                || !json.path("outcome").isTextual()) {
            return Optional.empty();
        }
        JsonNode probability = json.path("answer").path("probability");
        return Optional.of(new Outcome(
                json.path("outcome").textValue(),
                probability.isNumber() ? probability.doubleValue() : null,
                json.path("problem").path("reason").textValue(),
                json.path("model").asText()));
    }

    /**
     * Whether it is about a later upload. S3's sequencers say so for certain; where one is missing, the seconds of the uploads
     * do, of which the later one replaces its equal.
     *
     * @param sequencer of the event at hand, or null
     */
    boolean isLaterThan(Sequencer sequencer, ObjectHead head) {
        String ours = json.path("object").path("sequencer").textValue();
        if (ours != null && sequencer != null) {
            return new Sequencer(ours).compareTo(sequencer) > 0;
        }
        try {
            return Instant.parse(json.path("object").path("lastModified").asText())
                    .isAfter(head.lastModified());
        } catch (DateTimeException e) {
            return false;
        }
    }
}
