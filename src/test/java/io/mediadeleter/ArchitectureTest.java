package io.mediadeleter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.vod.v20180717.VodClient;
import com.tencentcloudapi.vod.v20180717.models.DeleteMediaRequest;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mediadeleter.time.Time;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages, what each may import, and what the core may never touch. */
class ArchitectureTest {

    private static final String ROOT = "io.mediadeleter.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mediadeleter");

    private static final String[] CORE = {
        "io.mediadeleter.control..",
        "io.mediadeleter.event..",
        "io.mediadeleter.group..",
        "io.mediadeleter.rule..",
        "io.mediadeleter.quota..",
        "io.mediadeleter.offset..",
        "io.mediadeleter.trace.."
    };

    /** Each package, and all the others that it may import. What imports more has to be argued for here. */
    private static final String PACKAGES = """
            cli -> cli.check, cli.console, cli.control, cli.deadletters, cli.offsets, cli.request, cli.run, cli.simulator, cli.status, cli.topics, cli.trace, cli.verify, config, kafka.client, kafka.codec, kafka.trace, logging, service, text, time, trace
            cli.check -> cli.console, config, control, control.holds, kafka.acl, kafka.client, kafka.codec, kafka.control, kafka.partitions, kafka.quota, kafka.scan, kafka.topics, pipeline.status, quota, rule, text, time, vod
            cli.console -> config, event, kafka.client, text, time
            cli.control -> cli.console, config, control, control.holds, deadletter, kafka.client, kafka.codec, kafka.control, kafka.topics, pipeline.port, rule, text, time, vod
            cli.deadletters -> cli.console, config, deadletter, event, kafka.client, kafka.codec, kafka.headers, kafka.outbox, kafka.topics, rule, text, time
            cli.offsets -> cli.console, cli.control, config, control, event, kafka.client, kafka.control, kafka.partitions, kafka.topics, pipeline.status, rule, text, time
            cli.request -> cli.console, config, event, kafka.client, kafka.codec, kafka.headers, kafka.inbox, kafka.scan, kafka.topics, text, time
            cli.run -> config, kafka.acl, kafka.client, logging, service, text, vod
            cli.simulator -> service, simulator, simulator.account, simulator.fault, simulator.request
            cli.status -> cli.console, config, control, event, group, kafka.client, kafka.group, service, text, time
            cli.topics -> config, kafka.client, kafka.partitions, kafka.topics, text
            cli.trace -> cli.console, config, control, event, text, time, trace
            cli.verify -> cli.console, config, event, kafka.client, kafka.codec, kafka.inbox, kafka.scan, kafka.topics, rule, text, time, vod
            config -> kafka.acl, kafka.client, kafka.codec, kafka.topics, rule, text, vod
            control -> event
            control.brake -> control, control.holds, time
            control.holds -> control, control.members, event, text, time
            control.members -> control, time
            deadletter -> event, group, kafka.client, kafka.codec, kafka.headers, kafka.inbox, kafka.outbox, kafka.scan, kafka.topics, rule, text, time
            event ->
            group -> control, event, text
            kafka -> event, kafka.client, kafka.codec, kafka.inbox, kafka.outbox, kafka.partitions, kafka.topics, offset, pipeline.port, pipeline.status, rule, time
            kafka.acl -> kafka.client, kafka.outbox, kafka.topics
            kafka.batch -> event
            kafka.client -> text
            kafka.codec -> event, text
            kafka.control -> control, control.holds, event, kafka.client, kafka.codec, kafka.partitions, kafka.topics, pipeline.port, text
            kafka.group -> control, control.members, event, group, kafka.client, kafka.control, kafka.partitions, kafka.quota, kafka.scan, kafka.topics, offset, pipeline.port, quota, rule, text, time
            kafka.headers -> event
            kafka.inbox -> control, control.members, event, kafka.batch, kafka.client, kafka.codec, kafka.headers, kafka.partitions, kafka.topics, offset, pipeline.port, pipeline.status, rule, time
            kafka.outbox -> event, kafka.client, kafka.codec, kafka.headers, kafka.inbox, kafka.partitions, kafka.topics, offset, pipeline.port, rule, time
            kafka.partitions -> event, kafka.batch, kafka.client, kafka.headers, kafka.topics, offset, pipeline.port, pipeline.status, rule, time
            kafka.quota -> kafka.client, kafka.partitions, pipeline.port, quota, time
            kafka.scan -> event, kafka.batch, kafka.client, kafka.inbox, kafka.partitions, text, time
            kafka.topics -> event, kafka.client, rule, text, time
            kafka.trace -> control, control.holds, event, kafka.client, kafka.codec, kafka.control, kafka.headers, kafka.inbox, kafka.partitions, kafka.scan, kafka.topics, offset, rule, time, trace
            logging -> config, ops, text, time
            offset -> event
            ops -> control, event, pipeline.port, rule
            ops.http -> pipeline.status, quota, text, time
            ops.log -> control, event, ops, pipeline.port, quota, rule, text, time
            ops.meters -> control, deadletter, event, ops, ops.status, pipeline.port, pipeline.status, quota, rule, text, time
            ops.status -> control, event, group, ops, pipeline.port, pipeline.status, quota, rule, text, time
            otel -> event, pipeline.port, rule, text
            pipeline -> control, event, offset, pipeline.control, pipeline.gate, pipeline.port, pipeline.queue, pipeline.quota, pipeline.status, quota, rule, time
            pipeline.control -> control, control.brake, control.holds, control.members, pipeline.gate, pipeline.port, pipeline.status, time
            pipeline.gate -> control, control.brake, control.holds, control.members, event, pipeline.port, pipeline.status, rule, time
            pipeline.port -> control, control.members, event, offset, quota, rule, text, time
            pipeline.queue -> event, offset, pipeline.status, rule, time
            pipeline.quota -> pipeline.port, quota, time
            pipeline.status -> control, event, quota, rule, text
            quota ->
            rule -> event, text, time
            service -> config, deadletter, group, kafka, kafka.client, kafka.codec, kafka.control, kafka.group, kafka.inbox, kafka.quota, kafka.topics, logging, ops, ops.http, ops.log, ops.meters, ops.status, otel, pipeline, pipeline.control, pipeline.port, pipeline.quota, pipeline.status, quota, rule, text, time, vod
            simulator -> simulator.account, simulator.api, simulator.control, simulator.fault, simulator.request, time
            simulator.account -> simulator.fault, simulator.request
            simulator.api -> simulator.account, simulator.fault, simulator.request
            simulator.control -> simulator.account, simulator.api, simulator.fault, simulator.request
            simulator.fault -> simulator.request
            simulator.request ->
            text ->
            time ->
            trace -> control, event, offset, rule, text
            vod -> event, pipeline.port, rule, text, time
            """;

    @Test
    void packages_importOnlyThoseTheyMay() {
        Map<String, Set<String>> allowed = PACKAGES.lines()
                .map(line -> line.split("->", -1))
                .collect(Collectors.toMap(sides -> sides[0].strip(), sides -> words(sides[1])));

        Map<String, Set<String>> tooMuch = new TreeMap<>(imports());
        tooMuch.forEach((name, imported) -> imported.removeAll(allowed.getOrDefault(name, Set.of())));
        tooMuch.values().removeIf(Set::isEmpty);
        assertThat(tooMuch).as("imports that are not allowed").isEmpty();
        assertThat(allowed.keySet()).as("packages").isEqualTo(imports().keySet());
    }

    @Test
    void packages_haveNoCyclesAtAnyLevel() {
        slices().matching("io.mediadeleter.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.mediadeleter.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static Map<String, Set<String>> imports() {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            String name = nameOfPackage(type);
            Set<String> imported = imports.computeIfAbsent(name, unused -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(target -> target.getPackageName().startsWith(ROOT))
                    .map(ArchitectureTest::nameOfPackage)
                    .filter(other -> !other.equals(name))
                    .forEach(imported::add);
        }
        return imports;
    }

    private static String nameOfPackage(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What may be absent is {@code @Nullable} where it is kept or handed over, and an Optional where it is returned. */
    @Test
    void coreAndPorts_keepAndTakeNoOptionals() {
        Set<String> optionals =
                Set.of(Optional.class.getName(), OptionalInt.class.getName(), OptionalLong.class.getName());
        Stream<JavaMember> kept = members(type -> type.getFields().stream()
                .filter(field -> optionals.contains(field.getRawType().getName())));
        Stream<JavaMember> taken = members(type -> type.getCodeUnits().stream()
                .filter(code -> !code.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(code -> code.getRawParameterTypes().stream()
                        .anyMatch(parameter -> optionals.contains(parameter.getName()))));

        assertThat(Stream.concat(kept, taken).map(JavaMember::getFullName)).isEmpty();
    }

    private static Stream<JavaMember> members(Function<JavaClass, Stream<? extends JavaMember>> chosen) {
        DescribedPredicate<JavaClass> packages = JavaClass.Predicates.resideInAnyPackage(CORE)
                .or(JavaClass.Predicates.resideInAnyPackage(
                        "io.mediadeleter.pipeline.port..", "io.mediadeleter.pipeline.status.."));
        return CLASSES.that(packages).stream().flatMap(chosen);
    }

    /** Who verifies can ask and nothing else: by its types, and by the connection, which sends no call of another action. */
    @Test
    void verify_reachesNothingThatDeletes() {
        noClasses()
                .that()
                .resideInAPackage("io.mediadeleter.cli.verify..")
                .or()
                .haveSimpleNameEndingWith("MediaInquiry")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        ".*(MediaStore|MediaDeletion|CredentialProbe|DeleteMediaRequest|DeleteMediaResponse|MediaDeleteItem)")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("MediaDeletion")
                .should()
                .callMethod(VodClient.class, "DeleteMedia", DeleteMediaRequest.class)
                .check(CLASSES);
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
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Time.class)
                .check(CLASSES);
    }

    @Test
    void pipeline_readsNoClockButByThePort() {
        noClasses()
                .that()
                .resideInAPackage("io.mediadeleter.pipeline..")
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
