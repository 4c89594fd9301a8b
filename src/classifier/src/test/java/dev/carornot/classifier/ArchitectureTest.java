package dev.carornot.classifier;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages; a package without classes yet breaks none. */
@AnalyzeClasses(
        packages = ArchitectureTest.ROOT,
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeFixtures.class})
class ArchitectureTest {
    static final String ROOT = "dev.carornot.classifier";

    /** Their module is for tests, and may use whatever tests need. */
    static final class DoNotIncludeFixtures implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/fixture/");
        }
    }

    @ArchTest
    static final ArchRule imageKnowsNoneOfTheOthers = mayUse("image");

    @ArchTest
    static final ArchRule messageKnowsNoneOfTheOthers = mayUse("message");

    @ArchTest
    static final ArchRule tensorUsesMessage = mayUse("tensor", "message");

    @ArchTest
    static final ArchRule featureUsesTensor = mayUse("feature", "tensor");

    @ArchTest
    static final ArchRule networkUsesTensor = mayUse("network", "tensor");

    @ArchTest
    static final ArchRule onnxUsesNetworkAndTensor = mayUse("onnx", "network", "tensor");

    @ArchTest
    static final ArchRule programUsesNetworkTensorAndOnnx = mayUse("program", "network", "tensor", "onnx");

    @ArchTest
    static final ArchRule artifactUsesTensorNetworkImageAndMessage =
            mayUse("artifact", "tensor", "network", "image", "message");

    @ArchTest
    static final ArchRule explanationUsesNetworkAndImage = mayUse("explanation", "network", "image");

    @ArchTest
    static final ArchRule nothingUsesTheRootPackage = noClasses()
            .that()
            .resideInAPackage(ROOT + ".*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule theLibraryKnowsNoFrameworkAndNoHttp = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "java.net.http..")
            .allowEmptyShould(true);

    private static ArchRule mayUse(String concept, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = ROOT + "." + concept + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = ROOT + "." + others[i] + "..";
        }
        DescribedPredicate<JavaClass> inThisLibrary = resideInAPackage(ROOT + "..");
        return classes()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .onlyDependOnClassesThat(not(inThisLibrary).or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true);
    }
}
