package io.mediadeleter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rooms, whom each may import, and what the core may never touch. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mediadeleter");

    private static final String[] CORE = {
        "io.mediadeleter.event..", "io.mediadeleter.rule..", "io.mediadeleter.quota..", "io.mediadeleter.offset.."
    };

    @Test
    void rooms_importOnlyTheRoomsTheyMay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("event")
                .definedBy("io.mediadeleter.event..")
                .layer("rule")
                .definedBy("io.mediadeleter.rule..")
                .layer("quota")
                .definedBy("io.mediadeleter.quota..")
                .layer("offset")
                .definedBy("io.mediadeleter.offset..")
                .layer("pipeline")
                .definedBy("io.mediadeleter.pipeline..")
                .layer("kafka")
                .definedBy("io.mediadeleter.kafka..")
                .layer("deadletter")
                .definedBy("io.mediadeleter.deadletter..")
                .layer("vod")
                .definedBy("io.mediadeleter.vod..")
                .layer("ops")
                .definedBy("io.mediadeleter.ops..")
                .layer("simulator")
                .definedBy("io.mediadeleter.simulator..")
                .layer("app")
                .definedBy("io.mediadeleter.app..")
                .whereLayer("event")
                .mayNotAccessAnyLayer()
                .whereLayer("rule")
                .mayOnlyAccessLayers("event")
                .whereLayer("quota")
                .mayNotAccessAnyLayer()
                .whereLayer("offset")
                .mayOnlyAccessLayers("event")
                .whereLayer("pipeline")
                .mayOnlyAccessLayers("event", "rule", "quota", "offset")
                .whereLayer("kafka")
                .mayOnlyAccessLayers("event", "rule", "quota", "offset", "pipeline")
                .whereLayer("deadletter")
                .mayOnlyAccessLayers("event", "pipeline", "kafka")
                .whereLayer("vod")
                .mayOnlyAccessLayers("event", "rule", "pipeline")
                .whereLayer("ops")
                .mayOnlyAccessLayers("event", "rule", "pipeline")
                .whereLayer("simulator")
                .mayNotAccessAnyLayer()
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void rooms_haveNoCycles() {
        slices().matching("io.mediadeleter.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void core_knowsNoKafkaNoSdkNoInputOrOutputAndNoThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "com.tencentcloudapi..",
                        "okhttp3..",
                        "org.slf4j..",
                        "io.micrometer..",
                        "java.io..",
                        "java.net..",
                        "java.nio.file..",
                        "java.util.concurrent..")
                .check(CLASSES);
    }

    @Test
    void core_readsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void pipeline_readsNoClockButThePort() {
        noClasses()
                .that()
                .resideInAPackage("io.mediadeleter.pipeline..")
                .and()
                .haveSimpleNameNotStartingWith("Time")
                .and()
                .doNotHaveFullyQualifiedName("io.mediadeleter.pipeline.Time$1")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void anything_importsNothingThatKafkaMovedBetweenVersions() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.common.utils..", "org.apache.kafka..internals.utils..")
                .check(CLASSES);
    }
}
