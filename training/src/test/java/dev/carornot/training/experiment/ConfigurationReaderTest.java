package dev.carornot.training.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carornot.classifier.artifact.Decision;
import dev.carornot.classifier.network.Variant;
import dev.carornot.training.calibration.Costs;
import dev.carornot.training.calibration.DecisionRule;
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

class ConfigurationReaderTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNotStatedIsTheWriteUpsHeadOnResNet50() throws IOException {
        ExperimentConfiguration configuration = read("name: mine\ntrain: head\n");
        assertThat(configuration.head().hidden()).containsExactly(32);
        assertThat(configuration.head().dropout()).isEqualTo(0.3);
        assertThat(configuration.backbone().configuration().blocks()).containsExactly(3, 4, 6, 3);
        assertThat(configuration.backbone().configuration().features()).isEqualTo(2048);
        assertThat(configuration.backbone().variant()).isEqualTo(Variant.V1_5);
        assertThat(configuration.input().size().crop()).isEqualTo(224);
        assertThat(configuration.optimization().batch()).isEqualTo(32);
        assertThat(configuration.labels().positive()).isEqualTo("car");
    }

    @Test
    void throughEndsTheBackboneEarlier() throws IOException {
        ExperimentConfiguration configuration = read("name: mine\ntrain: head\nbackbone: {through: layer3}\n");
        assertThat(configuration.backbone().configuration().blocks()).containsExactly(3, 4, 6);
    }

    @Test
    void aDecisionIsStatedOrARuleIs() throws IOException {
        String start = "name: mine\ntrain: head\n";
        assertThat(read(start).decision().stated()).isEqualTo(new Decision(1, 0.5, 0.5));
        assertThat(read(start).decision().needsPhotographs()).isFalse();
        DecisionRule stated = read(start + "decision: {temperature: 2, lower: 0.2, upper: 0.7}\n")
                .decision();
        assertThat(stated.stated()).isEqualTo(new Decision(2, 0.2, 0.7));
        assertThat(stated.needsPhotographs()).isFalse();
        assertThat(read(start + "decision: {calibrate: true, coverage: 0.9}\n").decision())
                .isEqualTo(new DecisionRule(true, null, null, null, null, 0.9, null, null, null));
        assertThat(read(start + "decision: {calibrate: true, precision: 0.99, recall: 0.98}\n")
                        .decision())
                .isEqualTo(new DecisionRule(true, null, null, null, null, null, 0.99, 0.98, null));
        assertThat(read(start + "decision: {costs: {falsePositive: 5, falseNegative: 1, uncertain: 0.5}}\n")
                        .decision())
                .isEqualTo(new DecisionRule(null, null, null, null, null, null, null, null, new Costs(5, 1, 0.5)));
    }

    @Test
    void everyExperimentOfTheRepositoryReads() throws IOException {
        Path experiments = Path.of("experiments");
        try (Stream<Path> files = Files.list(experiments)) {
            List<Path> yaml =
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
            assertThat(yaml).isNotEmpty();
            yaml.forEach(file -> assertThat(ConfigurationReader.read(file).name())
                    .isEqualTo(file.getFileName().toString().replace(".yaml", "")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name: a\\ntrain: head\\nbach: 3              | unknown key 'bach' (line 3); there are: augmentation, backbone",
                "name: a\\ntrain: head\\noptimization: {bach: 3} | unknown key 'optimization.bach'",
                "name: a\\nname: b\\ntrain: head              | Duplicate",
                "name: a                                      | 'train' is missing: 'head', 'stages' or 'network'.",
                "train: head                                  | 'name' is 1 to 63 of a-z",
                "name: a\\ntrain: legs                        | at 'train' (line 2): it needs one of head, stages, network.",
                "name: a\\ntrain: head\\noptimization: {epochs: -1} | 'epochs' and 'batch' are at least 1",
                "name: a\\ntrain: head\\noptimization: {learningRate: fast} | at 'optimization.learningRate' (line 3): it needs a number.",
                "name: a\\ntrain: head\\noptimization: {weightDecay: 0.1} | 'weightDecay' needs 'optimizer: adamw'",
                "name: a\\ntrain: head\\nbackbone: {through: layer7} | 'through' names one of layer1 to layer4",
                "name: a\\ntrain: head\\nbackbone: {precision: int8} | A backbone's 'precision' is auto, bf16 or fp32, not 'int8'.",
                "name: a\\ntrain: stages                      | needs a backbone with 'unfreeze' or 'fresh'",
                "name: a\\ntrain: head\\nbackbone: {fresh: layer4} | 'unfreeze' and 'fresh' need 'train: stages'.",
                "name: a\\ntrain: stages\\nbackbone: {fresh: layer1} | 'fresh' names one of layer2 to layer4, not 'layer1'.",
                "name: a\\ntrain: stages\\nbackbone: {unfreeze: layer4, through: layer3} | 'unfreeze' names one of layer2 to layer3",
                "name: a\\ntrain: stages\\nbackbone: {unfreeze: layer4, fresh: layer3} | 'unfreeze' names an earlier stage than 'fresh'",
                "name: a\\ntrain: network\\naugmentation: {copies: 2} | 'copies' needs 'train: head' or 'train: stages'",
                "name: a\\ntrain: network\\naugmentation: {copies: -1} | 'copies' is 1 to 100, not -1.",
                "name: a\\ntrain: network\\naugmentation: {jpeg: 2} | probabilities in 0..1",
                "name: a\\ntrain: head\\noptimization: {headLearningRate: -1} | 'headLearningRate' is above 0",
                "name: a\\ntrain: head\\noptimization: {stageDecay: 1.5} | 'stageDecay' is above 0 and at most 1, not 1.5.",
                "name: a\\ntrain: head\\noptimization: {clipNorm: -1} | 'clipNorm', 'earlyStopping' and 'unfreezeEvery' are not",
                "name: a\\ntrain: head\\noptimization: {ema: 1} | 'ema', 'mixup' and 'cutmix' lie in 0..1",
                "name: a\\ntrain: head\\noptimization: {unfreezeEvery: 1} | 'unfreezeEvery' needs a backbone with 'unfreeze'.",
                "name: a\\ntrain: head\\noptimization: {cutmix: 0.5} | 'cutmix' needs maps or pictures",
                "name: a\\ntrain: head\\noptimization: {classWeights: some} | it needs one of none, balanced.",
                "name: a\\ntrain: head\\nsplit: {train: 0.9, validation: 0.9} | sum to 1",
                "name: a\\ntrain: head\\ninput: {resize: 100, crop: 224} | crop",
                "name: a\\ntrain: head\\ndecision: {temperature: 1, lower: 0.7, upper: 0.6} | Thresholds need",
                "name: a\\ntrain: head\\ndecision: {coverage: 0.9, recall: 0.9} | not several",
                "name: a\\ntrain: head\\ndecision: {calibrate: perhaps} | at 'decision.calibrate' (line 3): it needs true or false.",
                "name: a\\ntrain: head\\ndecision: {costs: {falsePositive: 1}} | above 0, not 1.0, 0.0",
                "name: a\\ntrain: head\\nlabels: {negative: a, positive: a} | The two labels are both 'a'.",
                "name: [a]\\ntrain: head                       | at 'name' (line 1): it needs a text.",
                "name: [a\\ntrain: head                        | is no YAML (line 2)",
                "``                                           | is empty"
            })
    void whatIsWrongIsSaidInOneSentence(String yaml, String reason) throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, yaml.replace("\\n", "\n"));
        assertThatThrownBy(() -> ConfigurationReader.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n")
                .endsWith(".");
    }

    @Test
    void anAbsentFileIsNamed() {
        assertThatThrownBy(() -> ConfigurationReader.read(folder.resolve("none.yaml")))
                .isInstanceOf(UserException.class)
                .hasMessage("There is no configuration '" + folder.resolve("none.yaml") + "'.");
    }

    private ExperimentConfiguration read(String yaml) throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, yaml);
        return ConfigurationReader.read(file);
    }
}
