package dev.carornot.training.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.experiment.ExperimentConfiguration.Scope;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.FrozenBackbone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several heads for one backbone, trained on photographs that are dealt by one rule, to be compared. Immutable and thread-safe.
 */
public final class Study {
    private final StudyFile file;
    private final List<StudyRun> runs;

    private Study(StudyFile file, List<StudyRun> runs) {
        this.file = file;
        this.runs = List.copyOf(runs);
    }

    /**
     * Reads a study from YAML.
     *
     * @throws UserException when it is not in order
     */
    public static Study read(Path file) {
        return parse(file.toString(), ConfigurationReader.text("study", file));
    }

    /**
     * As {@link #read}, of its text.
     *
     * @param source where it comes from, for messages
     */
    public static Study parse(String source, String text) {
        String what = "The study '" + source + "'";
        StudyFile file = ConfigurationReader.parse(what, text, StudyFile.class);
        List<StudyRun> runs = new ArrayList<>();
        for (StudyFile.Run run : file.runs()) {
            runs.add(run("The run '" + run.name() + "' of the study '" + source + "'", file, run));
        }
        return new Study(file, runs);
    }

    private static StudyRun run(String what, StudyFile file, StudyFile.Run run) {
        ObjectNode tree = file.base().deepCopy();
        tree.put("name", file.study() + "." + run.name());
        if (!tree.has("train")) {
            tree.put("train", "head");
        }
        replace(tree, "head", run.head());
        replace(tree, "optimization", run.optimization());
        ExperimentConfiguration configuration = ConfigurationReader.convert(what, tree, ExperimentConfiguration.class);
        if (configuration.train() != Scope.HEAD) {
            throw new UserException(what + " needs 'train: head': a study trains on cached features.");
        }
        return new StudyRun(run, run.additional() ? List.of() : file.additional(), configuration);
    }

    private static void replace(ObjectNode tree, String key, ObjectNode own) {
        if (own == null) {
            return;
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (tree.get(key) instanceof ObjectNode common) {
            merged.setAll(common);
        }
        tree.set(key, merged.setAll(own));
    }

    public String name() {
        return file.study();
    }

    /** What it is about, in a few words. */
    public String title() {
        return file.title();
    }

    /** The same in some sentences; may be empty. */
    public String about() {
        return file.about().strip();
    }

    public List<StudyRun> runs() {
        return runs;
    }

    /** The shares of a random deal with this seed; empty where photographs stay in the splits that the data set states. */
    public Optional<RandomSplit> deal(long seed) {
        if (file.split().rule() == StudyFile.Rule.OFFICIAL) {
            return Optional.empty();
        }
        List<Double> shares = file.split().shares();
        try {
            return Optional.of(
                    shares == null
                            ? RandomSplit.DEFAULT.withSeed(seed)
                            : new RandomSplit(seed, shares.get(0), shares.get(1), shares.get(2)));
        } catch (IllegalArgumentException e) {
            throw new UserException("In the study '" + name() + "': " + e.getMessage(), e);
        }
    }

    /** What the classes are called. */
    public Labels labels() {
        return first().labels();
    }

    /**
     * The backbone that the runs look through.
     *
     * @throws UserException when the file does not hold it
     */
    public FrozenBackbone backbone(Path weights) {
        return FrozenBackbone.read(
                weights,
                first().backbone().configuration(),
                first().input().size(),
                first().input().normalization(),
                first().backbone().choice());
    }

    /** Whether another study has the same classes, backbone and input, so that the same features serve both. */
    public boolean sharesFeaturesWith(Study other) {
        return first().backbone().equals(other.first().backbone())
                && first().input().equals(other.first().input())
                && first().labels().equals(other.first().labels());
    }

    /** All runs have the base's backbone, input and labels. */
    private ExperimentConfiguration first() {
        return runs.get(0).configuration();
    }
}
