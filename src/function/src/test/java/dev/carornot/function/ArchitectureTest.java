package dev.carornot.function;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.util.Arrays;

@AnalyzeClasses(packages = "dev.carornot.function", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule httpKnowsNothingOfLambda = noClasses()
            .that()
            .resideInAPackage("..function.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..function.lambda..", "io.quarkus.funqy..");

    @ArchTest
    static final ArchRule lambdaKnowsNothingOfHttpServers = noClasses()
            .that()
            .resideInAPackage("..function.lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..function.http..", "jakarta.ws.rs..", "io.vertx..");

    @ArchTest
    static final ArchRule whatBothDoorsShareKnowsNeither = noClasses()
            .that()
            .resideInAnyPackage(
                    "..function.answer..",
                    "..function.upload..",
                    "..function.model..",
                    "..function.queue..",
                    "..function.problem..",
                    "..function.request..",
                    "..function.key..",
                    "..function.outcome..",
                    "..function.s3event..",
                    "..function.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..function.http..", "..function.lambda..", "jakarta.ws.rs..", "io.vertx..", "io.quarkus.funqy..");

    @ArchTest
    static final ArchRule onlyTheModelPackageOpensArtifacts = noClasses()
            .that()
            .resideOutsideOfPackage("..function.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..classifier.artifact..", "..classifier.network..", "..classifier.program..");

    @ArchTest
    static final ArchRule onlyTheStorageAndTheModelKnowTheAwsSdk = noClasses()
            .that()
            .resideOutsideOfPackages("..function.storage..", "..function.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    static final ArchRule eventsAndStorageKnowNobody = noClasses()
            .that()
            .resideInAnyPackage("..function.s3event..", "..function.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..function.outcome..", "..function.answer..", "..function.model..", "..function.lambda..");

    @ArchTest
    static final ArchRule nothingKnowsOfTraining =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.carornot.training..");

    @ArchTest
    static final ArchRule ofDjlNothingIsUsedDirectly =
            noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule aRequestKnowsNobody = noClasses()
            .that()
            .resideInAPackage("..function.request..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.carornot..").and(not(resideInAPackage("..function.request.."))));

    @ArchTest
    static final ArchRule keysKnowTheSettingsAlone = noClasses()
            .that()
            .resideInAPackage("..function.key..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.carornot..")
                    .and(not(resideInAPackage("..function.key..")))
                    .and(not(resideInAPackage("dev.carornot.function"))));

    @ArchTest
    static final ArchRule keysAreComparedInConstantTime = noClasses()
            .that()
            .resideInAPackage("..function.key..")
            .should()
            .callMethod(String.class, "equals", Object.class)
            .orShould()
            .callMethod(String.class, "equalsIgnoreCase", String.class)
            .orShould()
            .callMethod(String.class, "compareTo", String.class)
            .orShould()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class);

    @ArchTest
    static final ArchRule theyAreComparedByTheJdk = classes()
            .that()
            .haveSimpleName("ApiKeys")
            .should()
            .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

    /** Models and keys are read at addresses that the settings name; a request's path or file name leads nowhere. */
    @ArchTest
    static final ArchRule nothingOfARequestReachesTheFileSystem = noClasses()
            .that()
            .resideOutsideOfPackages("..function.model..", "..function.key..")
            .and()
            .doNotHaveSimpleName("TemporaryFolder")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.nio\\.channels\\..*File.*");

    /** Nobody is called but the bucket that is configured, by the AWS SDK; the rehearsal asks itself, before it serves. */
    @ArchTest
    static final ArchRule nothingIsFetchedForACaller = noClasses()
            .that()
            .resideOutsideOfPackage("..function.start..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "io.vertx.ext.web.client..", "javax.net..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(URL|.*Connection|.*Socket|Proxy)|java\\.nio\\.channels\\..*Socket.*")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.core\\.(http\\.HttpClient.*|http\\.WebSocketClient.*|net\\.NetClient.*)")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("..function.start..");

    @ArchTest
    static final ArchRule problemsAreTheSmallestCommonGround = classes()
            .that()
            .resideInAPackage("..function.problem..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "..function.answer..", "..function.upload..", "..function.model..", "..function.queue..");
}
