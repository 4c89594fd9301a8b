package dev.carornot.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which: data flows one way, and whoever draws an arrow back has to explain it here. */
@AnalyzeClasses(packages = "dev.carornot.training", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.carornot.training.";

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy(ROOT + "cli..")
            .layer("experiment")
            .definedBy(ROOT + "experiment..")
            .layer("study")
            .definedBy(ROOT + "study..")
            .layer("diagnosis")
            .definedBy(ROOT + "diagnosis..")
            .layer("export")
            .definedBy(ROOT + "export..")
            .layer("importer")
            .definedBy(ROOT + "importer..")
            .layer("split")
            .definedBy(ROOT + "split..")
            .layer("audit")
            .definedBy(ROOT + "audit..")
            .layer("fingerprint")
            .definedBy(ROOT + "fingerprint..")
            .layer("output")
            .definedBy(ROOT + "output..")
            .layer("report")
            .definedBy(ROOT + "report..")
            .layer("robustness")
            .definedBy(ROOT + "robustness..")
            .layer("picture")
            .definedBy(ROOT + "picture..")
            .layer("calibration")
            .definedBy(ROOT + "calibration..")
            .layer("evaluation")
            .definedBy(ROOT + "evaluation..")
            .layer("features")
            .definedBy(ROOT + "features..")
            .layer("dataset")
            .definedBy(ROOT + "dataset..")
            .layer("parallel")
            .definedBy(ROOT + "parallel..")
            .layer("progress")
            .definedBy(ROOT + "progress..")
            .layer("device")
            .definedBy(ROOT + "device..")
            .layer("failure")
            .definedBy(ROOT + "failure..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("experiment")
            .mayOnlyBeAccessedByLayers("cli", "study", "report")
            .whereLayer("study")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("importer")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("split")
            .mayOnlyBeAccessedByLayers("cli", "study")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("cli", "study")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("robustness")
            .mayOnlyBeAccessedByLayers("cli", "report")
            .whereLayer("picture")
            .mayOnlyBeAccessedByLayers("cli", "experiment", "report", "robustness")
            .whereLayer("calibration")
            .mayOnlyBeAccessedByLayers("cli", "experiment")
            .whereLayer("evaluation")
            .mayOnlyBeAccessedByLayers("cli", "experiment", "calibration", "report", "robustness", "audit", "study")
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("cli", "experiment", "audit", "study")
            .whereLayer("fingerprint")
            .mayOnlyBeAccessedByLayers("cli", "split", "audit")
            .whereLayer("device")
            .mayOnlyBeAccessedByLayers("cli", "experiment", "diagnosis")
            .whereLayer("dataset")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "experiment",
                    "calibration",
                    "evaluation",
                    "features",
                    "report",
                    "robustness",
                    "importer",
                    "split",
                    "audit",
                    "study",
                    "fingerprint")
            .whereLayer("output")
            .mayOnlyBeAccessedByLayers("cli", "experiment", "evaluation", "dataset", "audit", "report", "study")
            .whereLayer("diagnosis")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("parallel")
            .mayOnlyBeAccessedByLayers(
                    "cli", "experiment", "evaluation", "features", "dataset", "fingerprint", "audit");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule GROUND_FLOOR_USES_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAnyPackage(ROOT + "parallel..", ROOT + "progress..", ROOT + "failure..", ROOT + "output..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.carornot.classifier",
                    // Not its "message": what people are told is made fit for a terminal there.
                    "dev.carornot.classifier.artifact..",
                    "dev.carornot.classifier.feature..",
                    "dev.carornot.classifier.image..",
                    "dev.carornot.classifier.network..",
                    "dev.carornot.classifier.program..",
                    "dev.carornot.classifier.tensor..",
                    ROOT + "cli..",
                    ROOT + "experiment..",
                    ROOT + "evaluation..",
                    ROOT + "features..",
                    ROOT + "importer..",
                    ROOT + "split..",
                    ROOT + "audit..",
                    ROOT + "fingerprint..",
                    ROOT + "dataset..");

    @ArchTest
    static final ArchRule TRAINING_KNOWS_NOTHING_OF_SERVING = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.carornot.function..", "io.quarkus..", "jakarta..")
                    // A template engine that happens to live with Quarkus.
                    .and(resideOutsideOfPackage("io.quarkus.qute..")));

    @ArchTest
    static final ArchRule ONLY_THE_REPORT_KNOWS_TEMPLATES = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "report..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.quarkus.qute..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_TERMINALS = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..");

    @ArchTest
    static final ArchRule CLASSES_ARE_FINAL = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);
}
