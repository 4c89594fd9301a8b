package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Labels;
import dev.carornot.training.dataset.DatasetReader;
import dev.carornot.training.dataset.ManifestEntry;
import dev.carornot.training.dataset.ManifestFile;
import dev.carornot.training.dataset.RandomSplit;
import dev.carornot.training.split.SplitRule;
import dev.carornot.training.split.SplitRule.Tie;
import dev.carornot.training.split.Splitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "split",
        description = "Deals the photographs of a manifest to train, validation and test, and writes a new manifest."
                + " Splits of other names are held out: they stay as they are.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = CarOrNot.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The manifest was written.",
            "1:It was not; the reason was printed.",
            "2:The command line is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  car-or-not dataset split all.csv --out split.csv --rule official",
            "  car-or-not dataset split all.csv --out split.csv --rule grouped \\",
            "      --shares 70/15/15 --seed 1",
            "  car-or-not dataset split all.csv --out fold3.csv --rule k-fold \\",
            "      --folds 5 --fold 3"
        })
final class DatasetSplitCommand implements Runnable {
    private static final double ALL = 100;
    private static final double ROUNDING = 1e-9;
    private static final int DEFAULT_FOLDS = 5;

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            paramLabel = "MANIFEST",
            description = "A manifest, or a folder with a manifest.csv or with a folder for each label.")
    private Path data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "MANIFEST",
            description = "The manifest to write; nothing may be there yet.")
    private Path out;

    @Option(
            names = "--rule",
            required = true,
            paramLabel = "NAME",
            description = {
                "official: test stays, the rest is dealt to train and validation.",
                "random: by content; photographs that come or go move no other.",
                "grouped: what belongs together stays together.",
                "k-fold: test stays; of the rest one fold is validation, the others are train."
            })
    private String rule;

    @Option(
            names = "--shares",
            paramLabel = "N/N/N",
            description = "Per cent of train, validation and test (default: 50/30/20); the official split takes the"
                    + " proportion of the first two.")
    private String shares;

    @Option(names = "--folds", paramLabel = "K", description = "Folds of k-fold, 2 or more (default: 5).")
    private Integer folds;

    @Option(names = "--fold", paramLabel = "I", description = "Which of them is validation, from 1 (default: 1).")
    private Integer fold;

    @Option(
            names = "--group",
            paramLabel = "TIE",
            split = ",",
            hideParamSyntax = true,
            description =
                    "What grouped and k-fold keep together: near-duplicates (default), source, or both with a comma"
                            + " between. Copies stay together always.")
    private List<String> ties;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of all that is random (default: 0).")
    private long seed;

    @Mixin
    private ClassNames classes;

    @Mixin
    private JsonOption json;

    DatasetSplitCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Labels labels = classes.labels();
        SplitRule splitRule = rule();
        ManifestFile manifest = ManifestFile.at(out);
        DatasetReader reader = new DatasetReader(labels, RandomSplit.DEFAULT.withSeed(seed), console.progress());
        List<ManifestEntry> entries = reader.complete(data, manifest.located(reader.list(data)));
        List<ManifestEntry> split = new Splitter(labels, console.progress()).split(entries, splitRule);
        manifest.write(labels, split);
        ImportOptions.print(console, json, out, labels, split);
    }

    private SplitRule rule() {
        boolean kFold = rule.equals("k-fold");
        refuse(!kFold && (folds != null || fold != null), "Options '--folds' and '--fold' are for '--rule k-fold'");
        refuse(kFold && shares != null, "Option '--shares' is not for '--rule k-fold', whose folds are equal");
        refuse(!kFold && !rule.equals("grouped") && ties != null, "Option '--group' is for grouped and k-fold");
        try {
            return switch (rule) {
                case "official" -> new SplitRule.Official(shares());
                case "random" -> new SplitRule.Random(shares());
                case "grouped" -> new SplitRule.Grouped(shares(), ties());
                case "k-fold" ->
                    new SplitRule.KFold(folds == null ? DEFAULT_FOLDS : folds, fold == null ? 1 : fold, seed, ties());
                default ->
                    throw wrong("There is no rule '" + rule + "'; there are: official, random, grouped and k-fold");
            };
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private RandomSplit shares() {
        if (shares == null) {
            return RandomSplit.DEFAULT.withSeed(seed);
        }
        List<Double> parts = new ArrayList<>();
        for (String part : shares.split("/", -1)) {
            try {
                parts.add(Double.valueOf(part.strip()));
            } catch (NumberFormatException e) {
                throw wrong("Option '--shares' needs three numbers, such as 50/30/20, not '" + shares + "'");
            }
        }
        refuse(parts.size() != 3, "Option '--shares' needs three numbers, such as 50/30/20, not '" + shares + "'");
        double sum = parts.stream().mapToDouble(Double::doubleValue).sum();
        refuse(!(Math.abs(sum - ALL) < ROUNDING), "The shares '" + shares + "' add up to " + sum + ", not to 100");
        return new RandomSplit(seed, parts.get(0), parts.get(1), parts.get(2));
    }

    private Set<Tie> ties() {
        if (ties == null) {
            return EnumSet.of(Tie.NEAR_DUPLICATES);
        }
        Set<Tie> chosen = EnumSet.noneOf(Tie.class);
        for (String tie : ties) {
            chosen.add(
                    switch (tie) {
                        case "near-duplicates" -> Tie.NEAR_DUPLICATES;
                        case "source" -> Tie.SOURCE;
                        default -> throw wrong("Option '--group' knows near-duplicates and source, not '" + tie + "'");
                    });
        }
        return chosen;
    }

    private void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw wrong(sentence);
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
