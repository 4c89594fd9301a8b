package dev.carornot.function.model;

import dev.carornot.classifier.ModelDescription;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models that answer, by what requests call them. Thread-safe. */
@Singleton
public final class ServedModels {
    /** The one that answers unless a request asks for another. */
    public static final String CURRENT = "current";

    /** The one to compare it with. */
    public static final String BESIDE = "beside";

    private final ServedModel current;
    private final Optional<BesideModel> beside;

    @Inject
    ServedModels(ServedModel current, BesideModel beside) {
        this.current = current;
        this.beside = beside.isConfigured() ? Optional.of(beside) : Optional.empty();
    }

    /** With no other beside it. */
    public ServedModels(ServedModel current) {
        this.current = current;
        this.beside = Optional.empty();
    }

    /**
     * A model that answers.
     *
     * @param facts thresholds and report
     */
    public record Listed(String id, ModelDescription description, ModelFacts facts) {
        /** The negative one and the positive one. */
        public List<String> labels() {
            return List.of(description.labels().negative(), description.labels().positive());
        }
    }

    /** The model of that id, open or not; empty when there is none. */
    public Optional<AnsweringModel> find(String id) {
        return switch (id) {
            case CURRENT -> Optional.of(current);
            case BESIDE -> beside.map(model -> model);
            default -> Optional.empty();
        };
    }

    /** Those that are open. */
    public List<Listed> list() {
        return Stream.concat(
                        current.answering().map(model -> listed(CURRENT, model)).stream(),
                        beside.flatMap(BesideModel::answering).map(model -> listed(BESIDE, model)).stream())
                .toList();
    }

    private static Listed listed(String id, PhotographClassifier model) {
        return new Listed(id, model.model(), model.facts());
    }

    /**
     * The report of an open model; empty where it has none.
     *
     * @throws IOException when it cannot be read
     */
    public Optional<byte[]> report(String id) throws IOException {
        Optional<PhotographClassifier> model = switch (id) {
            case CURRENT -> current.answering();
            case BESIDE -> beside.flatMap(BesideModel::answering);
            default -> Optional.empty();
        };
        return model.isPresent() ? model.get().facts().report().read() : Optional.empty();
    }
}
