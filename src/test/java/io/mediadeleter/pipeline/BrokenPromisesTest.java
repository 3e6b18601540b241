package io.mediadeleter.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.brake.BrakeMember;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.control.members.Standing;
import io.mediadeleter.pipeline.gate.ControlGate;
import io.mediadeleter.pipeline.gate.HourlyCallLimit;
import io.mediadeleter.pipeline.queue.Backlog;
import io.mediadeleter.pipeline.queue.DeleteCall;
import io.mediadeleter.time.Moment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lines by which the product keeps that stop means stop, held means held, nothing stale is called, and the brake is the group's. Each is broken, and a
 * story has to show it. A simulation that misses any of them proves nothing.
 */
class BrokenPromisesTest {

    private static final int SEEDS = 2_000;

    private static final String FORBIDDEN = "what forbids the call";
    private static final String TWICE = "is called again without a reason";
    private static final String TOO_OLD = "[age of";
    private static final String TOO_MUCH = "is asked for";
    private static final String TOO_EARLY = "[call of";
    private static final String TOO_MANY = "calls within an hour";

    /** A member without a proof stops before its lease ends: what the lease keeps shows only without that. */
    private static final BrokenLine PROOF_FOR_EVER = inStanding(
            "return proof != null && now.isWithin(USABLE, proof) && doubtSince == null;",
            "return proof != null && doubtSince == null;");

    static Stream<Arguments> promises() {
        return Stream.of(
                broken(
                        "a silent member is removed while it may call still",
                        1,
                        TWICE,
                        new BrokenLine(
                                "io.mediadeleter.control.members.HeardInstance",
                                "return missed >= PROBES && now.nanosSince(memberRead).compareTo(silence) >= 0;",
                                "return missed >= 2;")),
                broken("a call starts though no probe has come back for long", 339, TWICE, PROOF_FOR_EVER),
                broken(
                        "a call starts after a stall without a commit",
                        325,
                        TWICE,
                        inStanding(
                                "boolean held = before == null || now.isWithin(USABLE, before);",
                                "boolean held = true;")),
                broken(
                        "the lease is not checked before a call",
                        24,
                        FORBIDDEN,
                        inGate(
                                "return reader != null\n                && reader.isLeased(now)",
                                "return reader != null"),
                        PROOF_FOR_EVER),
                broken(
                        "the lease runs from the probe's reading",
                        219,
                        FORBIDDEN,
                        inReader(
                                "new Proof(own.number(), sent.at(), now, stamp)",
                                "new Proof(own.number(), now, now, stamp)")),
                broken(
                        "the topic counts as read though the own probe has not come back",
                        8,
                        FORBIDDEN,
                        inReader(
                                "if (seen.probe().process().equals(process)) {\n"
                                        + "                readBack(seen.probe(), logged.stamp(), now);",
                                "if (!unread.isEmpty()) {\n"
                                        + "proof = new Proof(unread.element().number(), unread.remove().at(), now,"
                                        + " logged.stamp());")),
                broken(
                        "the lease ignores that a machine's monotonic clock stands still while it sleeps",
                        718,
                        FORBIDDEN,
                        new BrokenLine(
                                Moment.class.getName(),
                                "return Durations.max(Duration.between(earlier.wall, wall).abs(), nanosSince(earlier));",
                                "return nanosSince(earlier);")),
                broken("a hold is looked at when its request is queued", 1, FORBIDDEN, askedWhenQueued("HELD")),
                broken("the age is looked at when the request is queued", 0, TOO_OLD, askedWhenQueued("EXPIRED")),
                broken(
                        "a shared call keeps its scope though one that shared it is held",
                        0,
                        TOO_MUCH,
                        new BrokenLine(
                                DeleteCall.class.getName(),
                                "Optional.of(sharedBy(left, turn))",
                                "Optional.of(new DeleteCall(media, scope, left, turn))")),
                broken(
                        "the age counts until the probe was read",
                        1,
                        TOO_OLD,
                        inGate("reader.latestBrokerNow(now)", "reader.brokerNow(now)")),
                broken(
                        "a grace period ends by the machine's own clock",
                        30,
                        TOO_EARLY,
                        new BrokenLine(Loop.class.getName(), "control.brokerNow()", "time.now()")),
                broken(
                        "the limit is not looked at before a call",
                        46,
                        TOO_MANY,
                        new BrokenLine(
                                HourlyCallLimit.class.getName(),
                                "member.begin(time.moment())",
                                "member.begin(time.moment()) | true")),
                broken(
                        "what others have reserved of the limit does not count",
                        1,
                        TOO_MANY,
                        inBrake("BrakeLedger", "counted(entry, from) + reserved(entry, from)", "counted(entry, from)")),
                broken(
                        "a report grants what it reserves, though others were first",
                        5,
                        TOO_MANY,
                        inBrake(
                                "ReservedCalls",
                                "Math.max(0, Math.min(report.reserved(), left))",
                                "report.reserved()")));
    }

    /**
     * One promise.
     *
     * @param likely the story that showed it when the stories were last changed; when it does not any more, all are asked
     * @param shown what the story says
     */
    private static Arguments broken(String promise, long likely, String shown, BrokenLine... lines) {
        return Arguments.of(promise, likely, shown, List.of(lines));
    }

    private static BrokenLine inReader(String line, String broken) {
        return new BrokenLine(ControlReader.class.getName(), line, broken);
    }

    private static BrokenLine inBrake(String type, String line, String broken) {
        return new BrokenLine(BrakeMember.class.getPackageName() + "." + type, line, broken);
    }

    private static BrokenLine inStanding(String line, String broken) {
        return new BrokenLine(Standing.class.getName(), line, broken);
    }

    private static BrokenLine inGate(String line, String broken) {
        return new BrokenLine(ControlGate.class.getName(), line, broken);
    }

    /** The backlog asks for this kind of fault when a request comes, and keeps the answer until its turn comes. */
    private static BrokenLine askedWhenQueued(String kind) {
        String isAnother = "fault.kind() != io.mediadeleter.rule.FaultKind." + kind;
        return new BrokenLine(
                        Backlog.class.getName(),
                        "lanes.add(delivery, since, now);",
                        "lanes.add(delivery, since, now); looked.put(delivery, last.apply(delivery));")
                .and(
                        "Optional<Fault> why = objection.apply(delivery);",
                        "last = objection; Optional<Fault> why = objection.apply(delivery).filter(fault -> " + isAnother
                                + ").or(() -> looked.getOrDefault(delivery, Optional.empty()));")
                .and(
                        "private final CallsInFlight inFlight = new CallsInFlight();",
                        "private final CallsInFlight inFlight = new CallsInFlight();private final Map<Delivery,"
                                + " Optional<Fault>> looked = new java.util.IdentityHashMap<>();private Function<Delivery,"
                                + " Optional<Fault>> last = delivery -> Optional.empty();");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("promises")
    void aBrokenPromise_isFoundByAStory(
            String promise, long likely, String shown, List<BrokenLine> lines, @TempDir Path classes) throws Exception {
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.changes())
                        .allSatisfy(change -> assertThat(line.source()).containsOnlyOnce(change.line())));
        try (BrokenStory story = new BrokenStory(lines, classes)) {
            Optional<String> found = story.found(likely, SEEDS, shown);

            assertThat(found).as("a story that shows that %s", promise).isPresent();
            found.filter(told -> !told.startsWith("seed " + likely + ":"))
                    .ifPresent(
                            told -> System.out.printf("Write down another story for \"%s\": %.40s%n", promise, told));
        }
    }
}
