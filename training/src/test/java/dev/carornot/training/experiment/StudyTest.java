package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.training.failure.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StudyTest {
    private static final String STUDY = """
            study: mine
            title: Two heads
            split: {rule: random, shares: [60, 20, 20]}
            additional: [web]
            base:
              backbone: {variant: v1, through: layer3}
              head: {hidden: [32], dropout: 0.3}
              optimization: {learningRate: 0.01, epochs: 4}
            runs:
              - {name: plain}
              - {name: other, seeds: 3, additional: false, head: {hidden: [8, 4]}, optimization: {epochs: 1}}
            """;

    @Test
    void aRunReplacesKeysOfTheBaseAndKeepsTheOthers() {
        Study study = Study.parse("mine.yaml", STUDY);
        assertThat(study.name()).isEqualTo("mine");
        assertThat(study.title()).isEqualTo("Two heads");
        assertThat(study.runs()).extracting(StudyRun::name).containsExactly("plain", "other");
        StudyRun plain = study.runs().get(0);
        assertThat(plain.seeds()).isEqualTo(1);
        assertThat(plain.without()).isEmpty();
        assertThat(plain.hidden()).containsExactly(32);
        StudyRun other = study.runs().get(1);
        assertThat(other.seeds()).isEqualTo(3);
        assertThat(other.without()).containsExactly("web");
        assertThat(other.hidden()).containsExactly(8, 4);
        assertThat(other.dropout()).isEqualTo(0.3);
        assertThat(other.epochs()).isEqualTo(1);
        assertThat(other.learningRate()).isEqualTo(0.01);
        assertThat(other.batch()).isEqualTo(32);
        assertThat(study.deal(7).orElseThrow().train()).isEqualTo(60);
        assertThat(study.deal(7).orElseThrow().seed()).isEqualTo(7);
    }

    @Test
    void theOfficialSplitDealsNothing() {
        assertThat(Study.parse("mine.yaml", STUDY.replace("{rule: random, shares: [60, 20, 20]}", "{rule: official}"))
                        .deal(1))
                .isEmpty();
    }

    @Test
    void studiesShareFeaturesOnlyWithTheSameBackboneAndInput() {
        Study study = Study.parse("mine.yaml", STUDY);
        assertThat(study.sharesFeaturesWith(Study.parse("b.yaml", STUDY.replace("0.01", "0.1"))))
                .isTrue();
        assertThat(study.sharesFeaturesWith(Study.parse("b.yaml", STUDY.replace("layer3", "layer2"))))
                .isFalse();
        assertThat(study.sharesFeaturesWith(
                        Study.parse("b.yaml", STUDY.replace("base:", "base:\n  input: {resize: 300}"))))
                .isFalse();
    }

    @Test
    void everyStudyOfTheRepositoryReads() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("experiments/write-up"))) {
            List<Path> studies = files.sorted().toList();
            assertThat(studies).hasSize(3);
            studies.forEach(file -> assertThat(Study.read(file).name())
                    .isEqualTo(file.getFileName().toString().replace(".yaml", "")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "study: mine          | study: My study   | 'study', its name, is 1 to 31",
                "title: Two heads     | tittle: Two heads | unknown key 'tittle'",
                "{name: plain}        | {name: plain, sed: 1} | unknown key 'runs.0.sed'",
                "{name: plain}        | {name: PLAIN}     | A run's 'name' is 1 to 31",
                "{name: plain}        | {name: other}     | Two runs have the same name.",
                "seeds: 3             | seeds: 30         | 'seeds' is 1 to 20, not 30.",
                "{epochs: 1}          | {epoch: 1}        | The run 'other' of the study 'mine.yaml' has the unknown key 'optimization.epoch'; there are: batch",
                "{epochs: 1}          | {epochs: -1}      | The run 'other' of the study 'mine.yaml' is not right at 'optimization': 'epochs' and 'batch'",
                "{epochs: 1}          | fast              | it needs keys with values.",
                "additional: [web]    | additional: []    | needs 'additional', a list of sources",
                "base:                | base:\\n  train: network | needs 'train: head'",
                "base:                | base:\\n  seed: 3  | 'base' has no 'seed'",
                "base:                | base:\\n  bach: 3  | has the unknown key 'bach'",
                "rule: random, shares | shares            | 'split.rule' is missing",
                "rule: random, shares | rule: official, shares | belong to 'rule: random'",
                "rule: random         | rule: odd         | it needs one of random, official.",
                "[60, 20, 20]         | [60, 40]          | 'split.shares' are three numbers"
            })
    void whatIsWrongIsSaidInOneSentence(String right, String wrong, String reason) {
        String text = STUDY.replace(right, wrong.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(STUDY);
        assertThatThrownBy(() -> Study.parse("mine.yaml", text))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("mine.yaml")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n")
                .endsWith(".");
    }

    @Test
    void sharesThatCannotBeDealtAreNamed() {
        Study study = Study.parse("mine.yaml", STUDY.replace("[60, 20, 20]", "[0, 50, 50]"));
        assertThatThrownBy(() -> study.deal(1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("'mine'");
    }

    @Test
    void anAbsentFileIsNamed() {
        assertThatThrownBy(() -> Study.read(Path.of("none.yaml")))
                .isInstanceOf(UserException.class)
                .hasMessage("There is no study 'none.yaml'.");
    }

    @Test
    void aStudyIsReadFromItsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), STUDY);
        assertThat(Study.read(file).runs()).hasSize(2);
    }
}
