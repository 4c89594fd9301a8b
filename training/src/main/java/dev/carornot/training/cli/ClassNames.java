package dev.carornot.training.cli;

import dev.carornot.classifier.artifact.Labels;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the classes are called, for commands that know neither a model nor a configuration. */
final class ClassNames {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--classes",
            paramLabel = "NEG,POS",
            split = ",",
            hideParamSyntax = true,
            defaultValue = "not_car,car",
            description = "What the negative and the positive class are called (default: not_car,car).")
    private List<String> names;

    Labels labels() {
        if (names.size() != 2) {
            throw new ParameterException(spec.commandLine(), "Option '--classes' needs two names, such as not_car,car");
        }
        try {
            return new Labels(names.get(0), names.get(1));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
