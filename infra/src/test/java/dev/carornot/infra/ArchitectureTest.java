package dev.carornot.infra;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which. */
@AnalyzeClasses(packages = "dev.carornot", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String ROOT = "dev.carornot.infra.";

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.carornot..")
            .layer("app")
            .definedBy("dev.carornot.infra")
            .layer("delivery")
            .definedBy(ROOT + "delivery..")
            .layer("function")
            .definedBy(ROOT + "function..")
            .layer("training")
            .definedBy(ROOT + "training..")
            .layer("storage")
            .definedBy(ROOT + "storage..")
            .layer("monitoring")
            .definedBy(ROOT + "monitoring..")
            .layer("setting")
            .definedBy(ROOT + "setting..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("function")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("app", "training")
            .whereLayer("monitoring")
            .mayOnlyBeAccessedByLayers("app", "delivery", "function");
}
