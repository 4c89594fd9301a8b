package dev.carornot.training.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carornot.training.experiment.Study;
import dev.carornot.training.failure.UserException;
import dev.carornot.training.progress.ProgressFactory;
import dev.carornot.training.study.StudyResults.OfRun;
import dev.carornot.training.study.StudyResults.OfStudy;
import dev.carornot.training.study.StudyResults.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyRunnerTest {
    @TempDir
    private static Path folder;

    private static DrawnStudy drawn;
    private static StudyResults results;

    @BeforeAll
    static void runBoth() throws IOException {
        drawn = new DrawnStudy(folder);
        results = drawn.run(1, DrawnStudy.OFFICIAL, DrawnStudy.RANDOM);
    }

    private static List<OfStudy> studies(StudyResults results) {
        return results.studies();
    }

    @Test
    void featuresAreComputedOnceForAllSplits() {
        assertThat(results.photographs()).isEqualTo(160);
        assertThat(results.precision()).isIn("fp32", "bf16");
        assertThat(results.featuresComputed()).isEqualTo(160);
        assertThat(drawn.run(1, DrawnStudy.OFFICIAL).featuresComputed()).isZero();
    }

    @Test
    void theSameSeedGivesTheSameTableAndAnotherSeedAnother() {
        assertThat(studies(drawn.run(1, DrawnStudy.OFFICIAL, DrawnStudy.RANDOM)))
                .isEqualTo(studies(results));
        assertThat(studies(drawn.run(2, DrawnStudy.OFFICIAL, DrawnStudy.RANDOM)))
                .isNotEqualTo(studies(results));
    }

    @Test
    void theStatedSplitIsKeptAndTheRandomOneDealsAllButWhatIsHeldOut() {
        OfStudy stated = results.studies().get(0);
        OfStudy dealt = results.studies().get(1);
        assertThat(stated.split()).isEqualTo("official");
        assertThat(dealt.split()).isEqualTo("random 50/30/20");
        assertThat(stated.counts())
                .containsExactly(
                        new StudyResults.Count("train", 30, 30),
                        new StudyResults.Count("validation", 20, 20),
                        new StudyResults.Count("test", 20, 20),
                        new StudyResults.Count("elsewhere", 10, 10));
        assertThat(dealt.counts()).isNotEqualTo(stated.counts());
        assertThat(dealt.counts().get(3)).isEqualTo(stated.counts().get(3));
        assertThat(dealt.counts().stream()
                        .mapToInt(c -> c.positive() + c.negative())
                        .sum())
                .isEqualTo(160);
    }

    @Test
    void everySeedDealsAnew() {
        List<Outcome> outcomes = results.studies().get(1).runs().get(0).outcomes();
        assertThat(outcomes).extracting(Outcome::seed).containsExactly(1L, 2L);
        assertThat(outcomes.get(0).splits().get(0).count())
                .isNotEqualTo(outcomes.get(1).splits().get(0).count());
    }

    @Test
    void aHeadLearnsAndIsJudgedOnEverySplit() {
        OfRun twice = results.studies().get(0).runs().get(0);
        assertThat(twice.outcomes()).allSatisfy(outcome -> {
            assertThat(outcome.splits())
                    .extracting(SplitFigures::split)
                    .containsExactly("train", "validation", "test", "elsewhere");
            assertThat(outcome.splits())
                    .allSatisfy(figures ->
                            assertThat(figures.accuracy()).isEqualTo(1 - (double) figures.errors() / figures.count()));
            assertThat(outcome.splits().get(0).accuracy()).isGreaterThan(0.6);
            // 60 photographs in batches of 8: 7 steps in each of 2 epochs.
            assertThat(outcome.trainingSteps()).hasSize(14);
            assertThat(outcome.validationSteps()).hasSize(14);
            assertThat(outcome.validationEpochs()).hasSize(2);
            assertThat(outcome.trainingEpochs()).hasSize(2);
        });
    }

    @Test
    void theFiguresOfTheKeptEpochAreThoseThatTrainingSawOnValidation() {
        Outcome outcome = results.studies().get(0).runs().get(0).outcomes().get(0);
        SplitFigures validation = outcome.splits().get(1);
        var seen = outcome.validationEpochs().get(outcome.kept() - 1);
        assertThat(validation.accuracy()).isEqualTo(seen.accuracy());
        assertThat(validation.loss()).isCloseTo(seen.loss(), within(1e-6));
    }

    @Test
    void aRunWithoutTheAdditionalPhotographsNeitherLearnsFromThemNorIsValidatedOnThem() {
        List<SplitFigures> all =
                results.studies().get(0).runs().get(0).outcomes().get(0).splits();
        List<SplitFigures> fewer =
                results.studies().get(0).runs().get(1).outcomes().get(0).splits();
        assertThat(fewer.get(0).count()).isLessThan(all.get(0).count());
        assertThat(fewer.get(1).count()).isLessThan(all.get(1).count());
        assertThat(fewer.get(2).count()).isEqualTo(all.get(2).count());
        assertThat(fewer.get(3).count()).isEqualTo(all.get(3).count());
    }

    @Test
    void resultsAreWrittenForPrograms() throws IOException {
        Path json = folder.resolve("results.json");
        Path csv = folder.resolve("results.csv");
        StudyFiles.writeJson(results, json);
        StudyFiles.writeCsv(results, csv);
        JsonNode tree = new JsonMapper().readTree(json.toFile());
        assertThat(tree.at("/studies/1/runs/0/outcomes")).hasSize(2);
        assertThat(tree.at("/studies/0/runs/2/epochs").asInt()).isEqualTo(1);
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0))
                .startsWith("study,run,seed,splitRule,hidden,dropout,learningRate,batch,epochs,kept,split");
        // Four heads a study and two or three baselines, of four splits but for one that does not guess what it learnt
        // from.
        int baselines = results.studies().stream()
                .flatMap(study -> study.baselines().stream())
                .mapToInt(baseline -> baseline.splits().size())
                .sum();
        assertThat(lines).hasSize(1 + 2 * 4 * 4 + baselines);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("dealt,twice,2,\"random 50/30/20\",[8],0.0,0.01,8,2,"));
    }

    @Test
    void theWriteUpsExperimentsComeWithTheProgram() {
        assertThat(WriteUp.studies()).extracting(Study::name).containsExactly("seed-1", "seed-2", "seed-3");
        // They share features, or this would not be set up.
        new StudyRunner(WriteUp.studies(), 1, ProgressFactory.SILENT);
    }

    @Test
    void studiesThatCannotRunTogetherAreNamed() {
        String other = DrawnStudy.RANDOM.replace("width: 8", "width: 4");
        assertThatThrownBy(() -> drawn.run(1, DrawnStudy.OFFICIAL, other))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("'stated'", "'dealt'", "one by one");
        assertThatThrownBy(() -> drawn.run(1, DrawnStudy.OFFICIAL, DrawnStudy.OFFICIAL))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("same name");
        String nothingLeft = DrawnStudy.OFFICIAL.replace("[web]", "[web, collection]");
        assertThatThrownBy(() -> drawn.run(1, nothingLeft))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("less the additional photographs, lacks a class");
    }
}
