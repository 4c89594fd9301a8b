package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.dataset.Sha256;
import dev.carornot.training.device.Devices;
import dev.carornot.training.experiment.ExperimentConfiguration.Shares;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs an experiment from its configuration to an artifact. Stateless; one run at a time in a process. */
public final class Experiment {
    private static final JsonMapper JSON = new JsonMapper();

    /** Keys that matter once the weights are there: whoever mends one of them need not train again. */
    private static final List<String> AFTERWARDS = List.of("name", "decision", "weights", "evaluate");

    /** To be raised when a checkpoint holds other things than before. */
    private static final String CHECKPOINT_FORMAT = "checkpoint 2";

    private Experiment() {}

    /**
     * Trains, evaluates and writes the artifact. With the same configuration, data, backbone and machine the weights are the
     * same bit for bit, also where a run that was interrupted goes on: it takes up the checkpoint that it finds beside the
     * output.
     *
     * @throws UserException when the configuration, the data, the backbone or the output folder will not do; nothing is left
     *     under the output's name then
     */
    public static TrainingSummary run(TrainRequest request, ProgressFactory progress) {
        return run(ConfigurationReader.read(request.config()), request, dataset -> {}, progress);
    }

    /** @param accept looks at the photographs before anything is trained on them, and may throw */
    static TrainingSummary run(
            ExperimentConfiguration configuration,
            TrainRequest request,
            Consumer<Dataset> accept,
            ProgressFactory progress) {
        requireFree(request.out());
        FitOptions options = FitOptions.of(progress).on(Devices.of(request.device()));
        // What the configuration asks for and the request lacks is said before the photographs are read.
        TrainingSetup setup = new TrainingSetup(configuration, request.backbone(), request.cache(), options);
        Dataset dataset = dataset(configuration, request.data(), progress);
        accept.accept(dataset);
        return run(setup, request, dataset);
    }

    /** As {@link #run(TrainRequest, ProgressFactory)}, of photographs that were read before. */
    static TrainingSummary run(
            ExperimentConfiguration configuration, TrainRequest request, Dataset dataset, ProgressFactory progress) {
        requireFree(request.out());
        FitOptions options = FitOptions.of(progress).on(Devices.of(request.device()));
        return run(new TrainingSetup(configuration, request.backbone(), request.cache(), options), request, dataset);
    }

    private static TrainingSummary run(TrainingSetup setup, TrainRequest request, Dataset dataset) {
        ExperimentConfiguration configuration = setup.configuration();
        FitOptions options = setup.options();
        long start = System.nanoTime();
        Checkpoint checkpoint = checkpoint(request, configuration, dataset);
        Trained trained = Training.of(new TrainingSetup(
                        configuration, request.backbone(), request.cache(), options.goingOnFrom(checkpoint)))
                .train(dataset);
        trained.provenance().put("device", options.devices().description());
        double seconds = (System.nanoTime() - start) / 1e9;
        TrainingSummary summary = new ArtifactAssembly(configuration, dataset, request.force(), options.progress())
                .write(trained, request.out(), seconds);
        checkpoint.delete();
        return summary;
    }

    /** The photographs, with the splits that the data states or the configuration deals. */
    static Dataset dataset(ExperimentConfiguration configuration, Path data, ProgressFactory progress) {
        Shares shares = configuration.split();
        RandomSplit split = new RandomSplit(configuration.seed(), shares.train(), shares.validation(), shares.test());
        return new DatasetReader(configuration.labels(), split, progress).read(data);
    }

    /** Beside the output, where whoever repeats the command finds it again. */
    private static Checkpoint checkpoint(TrainRequest request, ExperimentConfiguration configuration, Dataset dataset) {
        Path out = request.out().toAbsolutePath().normalize();
        try {
            String backbone = request.backbone() == null ? "none" : Sha256.of(request.backbone());
            ObjectNode training = JSON.valueToTree(configuration);
            training.remove(AFTERWARDS);
            String key = String.join(
                    "\n",
                    CHECKPOINT_FORMAT,
                    training.toString(),
                    dataset.digest(),
                    backbone,
                    request.device().toString());
            return new Checkpoint(
                    out.resolveSibling("." + out.getFileName() + ".checkpoint"),
                    Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UserException(
                    "The backbone '" + request.backbone() + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Found out before hours of training rather than after. */
    private static void requireFree(Path out) {
        if (!Files.exists(out)) {
            return;
        }
        if (!Files.isDirectory(out)) {
            throw new UserException("'" + out + "' is a file; name a folder for the artifact.");
        }
        try (Stream<Path> content = Files.list(out)) {
            if (content.findAny().isPresent()) {
                throw new UserException("'" + out + "' holds files already; name another folder with --out.");
            }
        } catch (IOException e) {
            throw new UserException("'" + out + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
