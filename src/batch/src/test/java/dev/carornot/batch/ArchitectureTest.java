package dev.carornot.batch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which. */
@AnalyzeClasses(packages = "dev.carornot.batch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.carornot.batch.";

    @ArchTest
    static final ArchRule knowsNeitherFunctionNorTraining = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.carornot.function..", "dev.carornot.training..", "io.quarkus..");

    @ArchTest
    static final ArchRule arrows = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy(ROOT + "cli")
            .layer("score")
            .definedBy(ROOT + "score")
            .layer("plan")
            .definedBy(ROOT + "plan")
            .layer("features")
            .definedBy(ROOT + "features")
            .layer("backfill")
            .definedBy(ROOT + "backfill")
            .layer("cost")
            .definedBy(ROOT + "cost")
            .layer("listing")
            .definedBy(ROOT + "listing")
            .layer("executor")
            .definedBy(ROOT + "executor")
            .layer("result")
            .definedBy(ROOT + "result")
            .layer("photograph")
            .definedBy(ROOT + "photograph")
            .layer("storage")
            .definedBy(ROOT + "storage")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("backfill")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("cost")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("score")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("cli", "score", "features")
            .whereLayer("listing")
            .mayOnlyBeAccessedByLayers("cli", "score", "features", "plan")
            .whereLayer("executor")
            .mayOnlyBeAccessedByLayers("cli", "score", "features", "plan", "listing")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("cli", "score", "executor", "backfill")
            .whereLayer("photograph")
            .mayOnlyBeAccessedByLayers("cli", "score", "features", "plan", "listing");

    @ArchTest
    static final ArchRule noPackagesInCircles =
            slices().matching(ROOT + "(*)..").should().beFreeOfCycles();
}
