package dev.carornot.training.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.classifier.tensor.Safetensors;
import dev.carornot.classifier.tensor.Tensor;
import dev.carornot.classifier.tensor.TensorFileException;
import dev.carornot.classifier.tensor.TensorMap;
import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run stands, in a file that is replaced after each epoch, so that an interrupted one goes on. Not thread-safe.
 */
final class Checkpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "key";
    private static final String FIGURES = "figures";

    private final Path file;
    private final String key;

    /**
     * Looks at nothing yet.
     *
     * @param key everything that determines the run: a checkpoint of another one is not taken up
     */
    Checkpoint(Path file, String key) {
        this.file = file;
        this.key = key;
    }

    /**
     * Where a run stands after an epoch.
     *
     * @param tensors weights, moments and averages, by names of the run's own
     */
    record State(Figures figures, Map<String, Tensor> tensors) {
        /** Those whose names begin with a prefix, without it. */
        Map<String, Tensor> named(String prefix) {
            Map<String, Tensor> named = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> {
                if (name.startsWith(prefix)) {
                    named.put(name.substring(prefix.length()), tensor);
                }
            });
            return named;
        }
    }

    /**
     * The numbers of it.
     *
     * @param epochs figures of all epochs so far
     * @param best the number of the best
     * @param steps of the optimizer
     * @param trainingSteps figures of every step so far
     * @param looks figures of validation so far
     */
    record Figures(
            List<Fitter.Epoch> epochs, int best, int steps, List<StepFigures> trainingSteps, List<StepFigures> looks) {}

    /** What an interrupted run left; empty where there is none, or it belongs to another run, or is damaged. */
    Optional<State> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            TensorMap found = Safetensors.read(file);
            if (!key.equals(found.metadata().get(KEY))) {
                LOG.info("'{}' belongs to a run with another configuration or other data; training starts anew.", file);
                return Optional.empty();
            }
            Figures figures = JSON.readValue(found.metadata().get(FIGURES), Figures.class);
            LOG.info(
                    "Training goes on after epoch {}, where '{}' stands.",
                    figures.epochs().size(),
                    file);
            return Optional.of(new State(figures, found.tensors()));
        } catch (TensorFileException | JsonProcessingException e) {
            LOG.warn("'{}' cannot be read, training starts anew ({}).", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Written beside and moved: there is always a whole one. */
    void write(State state) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Safetensors.write(
                    part, state.tensors(), Map.of(KEY, key, FIGURES, JSON.writeValueAsString(state.figures())));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UserException("The checkpoint '" + file + "' cannot be written: " + e.getMessage() + ".", e);
        }
    }

    /** Once the artifact is there. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("'{}' is not needed any more and could not be deleted.", file, e);
        }
    }
}
