package dev.carornot.training.study;

import dev.carornot.training.experiment.StepFigures;
import java.util.List;

/**
 * What several studies came to. Immutable and thread-safe.
 *
 * @param created when, as ISO 8601 in UTC
 * @param dataDigest of the data set as it states its splits, see {@link dev.carornot.training.dataset.Dataset#digest()}
 * @param photographs that have features
 * @param unreadable photographs that are left out, with the reason
 * @param backboneFile name of the weights' file
 * @param backboneSha256 of it
 * @param precision the backbone's arithmetic
 * @param features numbers by photograph
 * @param featuresComputed how many photographs the cache did not have
 * @param featureSeconds what it took to have all features in memory
 * @param studySeconds what dealing, training and judging took
 * @param processors of the machine
 * @param seed the first; the others follow it
 * @param studies in the order in which they were named
 */
public record StudyResults(
        String created,
        String dataDigest,
        int photographs,
        List<String> unreadable,
        String backboneFile,
        String backboneSha256,
        String precision,
        int features,
        int featuresComputed,
        double featureSeconds,
        double studySeconds,
        int processors,
        long seed,
        List<OfStudy> studies) {
    public StudyResults {
        unreadable = List.copyOf(unreadable);
        studies = List.copyOf(studies);
    }

    /**
     * A study.
     *
     * @param split how photographs were dealt, in a few words
     * @param counts of the splits at the first seed
     * @param baselines at the first seed's deal
     */
    public record OfStudy(
            String name,
            String title,
            String about,
            String split,
            List<Count> counts,
            List<Baseline> baselines,
            List<OfRun> runs) {
        public OfStudy {
            counts = List.copyOf(counts);
            baselines = List.copyOf(baselines);
            runs = List.copyOf(runs);
        }
    }

    /** Photographs of a split by class. */
    public record Count(String split, int positive, int negative) {}

    /**
     * Something to beat.
     *
     * @param name what it is
     * @param splits as for an outcome; one of which it says nothing fair, since it was fitted on it, may lack
     */
    public record Baseline(String name, List<SplitFigures> splits) {
        public Baseline {
            splits = List.copyOf(splits);
        }
    }

    /**
     * A run.
     *
     * @param without sources that it neither learnt from nor was validated on
     * @param outcomes one for each seed
     */
    public record OfRun(
            String name,
            List<Integer> hidden,
            double dropout,
            double learningRate,
            int batch,
            int epochs,
            List<String> without,
            List<Outcome> outcomes) {
        public OfRun {
            hidden = List.copyOf(hidden);
            without = List.copyOf(without);
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * One head.
     *
     * @param seed of the deal, the first weights, the order and dropout
     * @param kept the epoch whose weights were kept, that with the least loss on validation
     * @param splits figures with these weights, without dropout: train, validation, test, then all others
     * @param trainingSteps taken on the way, with dropout; each the mean of as many steps
     * @param validationSteps after some of the steps
     * @param trainingEpochs means over what was taken on the way
     * @param validationEpochs at the end of each epoch
     */
    public record Outcome(
            long seed,
            int kept,
            List<SplitFigures> splits,
            List<StepFigures> trainingSteps,
            List<StepFigures> validationSteps,
            List<StepFigures> trainingEpochs,
            List<StepFigures> validationEpochs) {
        public Outcome {
            splits = List.copyOf(splits);
            trainingSteps = List.copyOf(trainingSteps);
            validationSteps = List.copyOf(validationSteps);
            trainingEpochs = List.copyOf(trainingEpochs);
            validationEpochs = List.copyOf(validationEpochs);
        }
    }
}
