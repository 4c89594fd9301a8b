package dev.carornot.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The function is measured from outside and training not at all: neither is on the class path, and nobody asks for them. */
@AnalyzeClasses(packages = "dev.carornot.benchmark", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knowsNeitherFunctionNorTraining = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.carornot.function..", "dev.carornot.training..", "io.quarkus..");

    @ArchTest
    static final ArchRule materialAndHttpDoNotKnowTheContenders = noClasses()
            .that()
            .resideInAnyPackage("dev.carornot.benchmark.material..", "dev.carornot.benchmark.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.carornot.benchmark.contender..");
}
