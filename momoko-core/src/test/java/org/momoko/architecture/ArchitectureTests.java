package org.momoko.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.Executor;

/** The arrows of docs/architecture.md: they point one way. */
@AnalyzeClasses(packages = "org.momoko", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.momoko.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule layersPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("entry")
            .definedBy("org.momoko")
            .layer("client")
            .definedBy("org.momoko.internal.client")
            .layer("pool")
            .definedBy("org.momoko.internal.pool")
            .layer("transport")
            .definedBy("org.momoko.internal.transport")
            .layer("session")
            .definedBy("org.momoko.internal.session")
            .layer("auth")
            .definedBy("org.momoko.internal.auth")
            .layer("codec")
            .definedBy("org.momoko.internal.codec")
            .layer("protocol")
            .definedBy("org.momoko.internal.protocol")
            .layer("sql")
            .definedBy("org.momoko.internal.sql")
            .layer("wire")
            .definedBy("org.momoko.internal.wire")
            .whereLayer("entry")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("entry")
            .whereLayer("pool")
            .mayOnlyBeAccessedByLayers("client")
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers("client", "entry")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("transport", "client", "entry")
            .whereLayer("auth")
            .mayOnlyBeAccessedByLayers("session", "transport")
            .whereLayer("codec")
            .mayOnlyBeAccessedByLayers("session", "client")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("session", "transport", "client")
            .whereLayer("sql")
            .mayOnlyBeAccessedByLayers("session", "client")
            .whereLayer("wire")
            .mayOnlyBeAccessedByLayers("protocol", "codec");

    @ArchTest
    static final ArchRule publicPackagesKnowNoInternals = noClasses()
            .that()
            .resideInAnyPackage("org.momoko.api", "org.momoko.config", "org.momoko.type", "org.momoko.error")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.momoko.internal..", "io.netty..");

    @ArchTest
    static final ArchRule errorsKnowNothing = noClasses()
            .that()
            .resideInAPackage("org.momoko.error")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.momoko.api", "org.momoko.config", "org.momoko.type");

    @ArchTest
    static final ArchRule onlyTransportTouchesChannels = noClasses()
            .that()
            .resideOutsideOfPackage("org.momoko.internal.transport")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..");

    @ArchTest
    static final ArchRule protocolAndCodecsDoNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.momoko.internal.protocol",
                    "org.momoko.internal.wire",
                    "org.momoko.internal.codec",
                    "org.momoko.internal.sql",
                    "org.momoko.internal.auth")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..", "java.nio.file..", "java.util.concurrent.locks", "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Executor.class);

    @ArchTest
    static final ArchRule poolKnowsNeitherNettyNorPostgres = noClasses()
            .that()
            .resideInAPackage("org.momoko.internal.pool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "org.momoko.internal.session", "org.momoko.api");

    @ArchTest
    static final ArchRule everyPackageSaysWhatItIsFor = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");
}
