package dev.slipway;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Workflows decide, and decide the same in each replay. */
@AnalyzeClasses(packages = "dev.slipway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule touchNothingOutside = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework..",
                    "java.io..",
                    "java.net..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "org.kohsuke..",
                    "org.eclipse.jgit.."));

    @ArchTest
    static final ArchRule readNoClock = noClasses()
            .should()
            .callMethodWhere(target(name("now")).and(target(owner(nameMatching("java\\.time\\..*")))))
            .orShould()
            .callMethodWhere(target(name("currentTimeMillis")).and(target(owner(name("java.lang.System")))))
            .orShould()
            .callMethodWhere(target(name("nanoTime")));

    @ArchTest
    static final ArchRule leaveNothingToChance = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.(Random|SplittableRandom)|java\\.lang\\.Thread|java\\.security\\.SecureRandom")
            .orShould()
            .callMethodWhere(target(name("random")).and(target(owner(name("java.lang.Math")))))
            .orShould()
            .callMethodWhere(target(name("randomUUID")));

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("dev.slipway.(*)..").should().beFreeOfCycles();
}
