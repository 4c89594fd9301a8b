package dev.carornot.training.study;

import dev.carornot.training.dataset.Dataset;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.Photograph;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.experiment.FittedHead;
import dev.carornot.training.experiment.Study;
import dev.carornot.training.experiment.StudyRun;
import dev.carornot.training.experiment.TrainRequest;
import dev.carornot.training.experiment.TrainingSummary;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.features.Features;
import dev.carornot.training.features.Features.Unreadable;
import dev.carornot.training.features.FrozenBackbone;
import dev.carornot.training.progress.Progress;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.split.SplitRule;
import dev.carornot.training.split.Splitter;
import dev.carornot.training.study.StudyResults.Baseline;
import dev.carornot.training.study.StudyResults.Count;
import dev.carornot.training.study.StudyResults.OfRun;
import dev.carornot.training.study.StudyResults.OfStudy;
import dev.carornot.training.study.StudyResults.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs studies on one data set and one backbone. One at a time in a process: the engine has one random generator. */
public final class StudyRunner {
    private final List<Study> studies;
    private final long seed;
    private final ProgressFactory progress;
    private final Map<String, List<Baseline>> baselines = new HashMap<>();

    /**
     * Sets up a runner.
     *
     * @param studies at least one
     * @param seed the first; a run of three seeds has this, the next and the one after
     * @throws UserException when they do not share their features, or two have the same name
     */
    public StudyRunner(List<Study> studies, long seed, ProgressFactory progress) {
        this.studies = List.copyOf(studies);
        this.seed = seed;
        this.progress = progress;
        Study first = studies.get(0);
        for (Study study : studies) {
            if (!study.sharesFeaturesWith(first)) {
                throw new UserException("The studies '" + first.name() + "' and '" + study.name()
                        + "' differ in labels, backbone or input; run them one by one.");
            }
        }
        if (studies.stream().map(Study::name).distinct().count() < studies.size()) {
            throw new UserException("Two studies have the same name; give each its own.");
        }
    }

    /**
     * Runs them all. With the same seed, data, backbone and machine the figures are the same.
     *
     * @param data as {@link DatasetReader#read} takes it
     * @param backbone its weights
     * @param cache the folder for features
     * @throws UserException when the data or the backbone will not do
     */
    public StudyResults run(Path data, Path backbone, Path cache) {
        Study first = studies.get(0);
        Dataset dataset = new DatasetReader(first.labels(), RandomSplit.DEFAULT.withSeed(seed), progress).read(data);
        FrozenBackbone frozen = first.backbone(backbone);
        long start = System.nanoTime();
        FrozenBackbone.Extraction extraction = frozen.extract(List.of(dataset.photographs()), cache, progress);
        double featureSeconds = secondsSince(start);
        Features features = extraction.features().get(0);
        long startOfStudies = System.nanoTime();
        List<OfStudy> results = new ArrayList<>();
        int heads = studies.stream()
                .flatMap(study -> study.runs().stream())
                .mapToInt(StudyRun::seeds)
                .sum();
        try (Progress shown = progress.start("Training heads", "heads", heads)) {
            for (Study study : studies) {
                results.add(run(study, dataset, features, shown));
            }
        }
        return new StudyResults(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                dataset.digest(),
                features.photographs().size(),
                features.unreadable().stream().map(Unreadable::line).toList(),
                String.valueOf(backbone.getFileName()),
                frozen.digest(),
                extraction.precision(),
                features.vectors().get(0).length,
                extraction.computed(),
                featureSeconds,
                secondsSince(startOfStudies),
                Runtime.getRuntime().availableProcessors(),
                seed,
                results);
    }

    /**
     * Trains one run's head again, with the first seed, and writes it as a model.
     *
     * @param name {@code STUDY.RUN}
     * @param request where everything lies; its configuration is not looked at
     * @throws UserException when there is no such run, when its study deals photographs at random (nobody could tell the model's
     *     test photographs from the others afterwards), or for the reasons of training
     */
    public TrainingSummary keep(String name, TrainRequest request) {
        for (Study study : studies) {
            for (StudyRun run : study.runs()) {
                if (name.equals(study.name() + "." + run.name())) {
                    requireStatedSplits(study);
                    Dataset stated = new DatasetReader(study.labels(), RandomSplit.DEFAULT.withSeed(seed), progress)
                            .read(request.data());
                    return run.keep(seed, request, without(run.without(), stated), progress);
                }
            }
        }
        throw new UserException("There is no run '" + name + "'; there are: "
                + studies.stream()
                        .flatMap(study -> study.runs().stream().map(run -> study.name() + "." + run.name()))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private void requireStatedSplits(Study study) {
        if (study.deal(seed).isPresent()) {
            throw new UserException("The study '" + study.name() + "' deals photographs at random, so its model's test"
                    + " photographs would be forgotten: 'car-or-not dataset split --rule random' writes a manifest with such a"
                    + " deal, and a study with the rule 'official' keeps to it.");
        }
    }

    private static Dataset without(List<String> sources, Dataset stated) {
        return new Dataset(
                stated.labels(),
                stated.photographs().stream()
                        .filter(photograph ->
                                !isLearntFrom(photograph.split()) || !sources.contains(photograph.source()))
                        .toList());
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private OfStudy run(Study study, Dataset stated, Features features, Progress shown) {
        // One deal for each seed, however many runs take it.
        Map<Long, SplitFeatures> deals = new HashMap<>();
        Dataset firstDeal = deal(study, seed, stated);
        deals.put(seed, SplitFeatures.of(firstDeal, features));
        SplitFeatures first = deals.get(seed);
        List<OfRun> runs = new ArrayList<>();
        for (StudyRun run : study.runs()) {
            List<Outcome> outcomes = new ArrayList<>();
            for (long own = seed; own < seed + run.seeds(); own++) {
                SplitFeatures dealt =
                        deals.computeIfAbsent(own, s -> SplitFeatures.of(deal(study, s, stated), features));
                shown.detail(study.name() + ", " + run.name() + ", seed " + own);
                outcomes.add(outcome(run, own, dealt));
                shown.advance(1);
            }
            runs.add(new OfRun(
                    run.name(),
                    run.hidden(),
                    run.dropout(),
                    run.learningRate(),
                    run.batch(),
                    run.epochs(),
                    run.without(),
                    outcomes));
        }
        return new OfStudy(
                study.name(),
                study.title(),
                study.about(),
                splitText(study.deal(seed)),
                counts(first),
                baselines.computeIfAbsent(
                        firstDeal.digest(), digest -> Baselines.of(firstDeal, first, ProgressFactory.SILENT)),
                runs);
    }

    private Dataset deal(Study study, long own, Dataset stated) {
        Optional<RandomSplit> shares = study.deal(own);
        if (shares.isEmpty()) {
            return stated;
        }
        List<ManifestEntry> entries = stated.photographs().stream()
                .map(photograph -> new ManifestEntry(photograph, Map.of()))
                .toList();
        return new Dataset(
                stated.labels(),
                new Splitter(stated.labels(), progress)
                        .split(entries, new SplitRule.Random(shares.get())).stream()
                                .map(ManifestEntry::photograph)
                                .toList());
    }

    private static String splitText(Optional<RandomSplit> shares) {
        return shares.map(s -> String.format(Locale.ROOT, "random %.0f/%.0f/%.0f", s.train(), s.validation(), s.test()))
                .orElse("official");
    }

    private Outcome outcome(StudyRun run, long own, SplitFeatures dealt) {
        FittedHead head = run.fit(
                own,
                dealt.without(run.without(), Dataset.TRAIN),
                dealt.without(run.without(), Dataset.VALIDATION),
                ProgressFactory.SILENT);
        List<SplitFigures> figures = new ArrayList<>();
        for (String split : dealt.splits()) {
            Features of = isLearntFrom(split) ? dealt.without(run.without(), split) : dealt.of(split);
            figures.add(SplitFigures.of(split, head.probabilities(of.vectors()), SplitFeatures.labels(of)));
        }
        return new Outcome(
                own,
                head.kept(),
                figures,
                head.trainingBySteps(),
                head.validationBySteps(),
                head.trainingByEpochs(),
                head.validationByEpochs());
    }

    private static boolean isLearntFrom(String split) {
        return split.equals(Dataset.TRAIN) || split.equals(Dataset.VALIDATION);
    }

    private static List<Count> counts(SplitFeatures features) {
        return features.splits().stream()
                .map(split -> {
                    List<Photograph> photographs = features.of(split).photographs();
                    int positive = (int)
                            photographs.stream().filter(Photograph::positive).count();
                    return new Count(split, positive, photographs.size() - positive);
                })
                .toList();
    }
}
