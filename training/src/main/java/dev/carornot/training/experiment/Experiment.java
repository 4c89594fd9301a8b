package dev.carornot.training.experiment;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.experiment.ExperimentConfiguration.Scope;
import dev.carornot.training.experiment.ExperimentConfiguration.Shares;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs an experiment from its configuration to an artifact. Stateless; one run at a time in a process. */
public final class Experiment {
    private Experiment() {}

    /**
     * Trains, evaluates and writes the artifact. With the same configuration, data, backbone and machine the weights are the
     * same bit for bit.
     *
     * @throws UserException when the configuration, the data, the backbone or the output folder will not do; nothing is left
     *     under the output's name then
     */
    public static TrainingSummary run(TrainRequest request, ProgressFactory progress) {
        ExperimentConfiguration configuration = ConfigurationReader.read(request.config());
        requireFree(request.out());
        boolean head = configuration.train() == Scope.HEAD;
        if (head != (request.backbone() != null)) {
            throw new UserException(
                    head
                            ? "'train: head' needs pre-trained weights; name a file with --backbone."
                            : "'train: network' starts afresh; leave --backbone out, or say 'train: head'.");
        }
        Shares shares = configuration.split();
        RandomSplit split = new RandomSplit(configuration.seed(), shares.train(), shares.validation(), shares.test());
        Dataset dataset = new DatasetReader(configuration.labels(), split, progress).read(request.data());
        long start = System.nanoTime();
        Trained trained = head
                ? new HeadTraining(configuration, request.backbone(), request.cache(), progress).train(dataset)
                : new NetworkTraining(configuration, progress).train(dataset);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new ArtifactAssembly(configuration, dataset, request.force(), progress)
                .write(trained, request.out(), seconds);
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
