package io.mediadeleter.sandbox;

import static io.mediadeleter.sandbox.SandboxOutcome.ALREADY_ABSENT;
import static io.mediadeleter.sandbox.SandboxOutcome.DEAD_LETTER;
import static io.mediadeleter.sandbox.SandboxOutcome.DELETED;

import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.fault.FaultRule;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The sandbox's own requests: one of every kind that the service tells apart, and what goes wrong for them on purpose. */
final class Script {

    private static final String WHOLE = media(1);
    private static final String OTHER = media(2);
    private static final String PARTLY = media(3);
    private static final String OFTEN = media(4);
    private static final String EVENT = media(5);
    private static final String FLAKY = media(6);
    private static final String LOST_ANSWER = media(7);
    private static final String BROKEN = media(8);
    private static final String FORBIDDEN = media(9);
    private static final String ABSENT = media(10);
    private static final String UNTOUCHED = media(11);
    private static final int FIRST_OF_BURST = 20;
    private static final int BURST = 16;

    private static final String MALFORMED = DEAD_LETTER + "SchemaViolation";

    private Script() {}

    /** Prepares what the requests will meet. */
    static void prepare(Simulator simulator) {
        simulator.media().markAbsent(List.of(ABSENT));
        List.of(
                        "InternalError@" + FLAKY + "x1",
                        "reset+applied@" + LOST_ANSWER + "x1",
                        "InternalError@" + BROKEN,
                        "FailedOperation.NoPrivileges@" + FORBIDDEN)
                .forEach(fault -> simulator.faults().add(FaultRule.parse(fault)));
    }

    /** A request for each way in which one can end. */
    static List<SandboxRequest> requests() {
        return List.of(
                SandboxRequest.of("whole media", WHOLE, json("whole", WHOLE, ""), DELETED),
                SandboxRequest.of(
                        "in a sub-application", OTHER, json("sub-app", OTHER, ",'subAppId':1500000001"), DELETED),
                SandboxRequest.of("one template's outputs", PARTLY, parts("part-1", "'definition':100230,"), DELETED),
                SandboxRequest.of("all transcodes", PARTLY, parts("part-2", ""), DELETED),
                duplicate(1),
                duplicate(2),
                duplicate(3),
                SandboxRequest.of("binary CloudEvent", EVENT, json("ce", EVENT, ""), DELETED)
                        .withHeaders(Map.of(
                                "ce_specversion", "1.0",
                                "ce_id", "ce",
                                "ce_source", "/sandbox",
                                "ce_type", "io.mediadeleter.media-delete-requested.v1",
                                "content-type", "application/json")),
                SandboxRequest.of("media that is absent", ABSENT, json("absent", ABSENT, ""), ALREADY_ABSENT),
                SandboxRequest.of("API fails once", FLAKY, json("flaky", FLAKY, ""), DELETED)
                        .afterAttempts(2),
                SandboxRequest.of("API's answer lost once", LOST_ANSWER, json("lost", LOST_ANSWER, ""), ALREADY_ABSENT)
                        .afterAttempts(2),
                SandboxRequest.of("API fails always", BROKEN, json("broken", BROKEN, ""), DEAD_LETTER + "InternalError")
                        .afterAttempts(3),
                SandboxRequest.of(
                        "API refuses for good",
                        FORBIDDEN,
                        json("forbidden", FORBIDDEN, ""),
                        DEAD_LETTER + "FailedOperation.NoPrivileges"),
                malformed("file id as a number", "{'eventId':'number','fileId':" + UNTOUCHED + "}", MALFORMED),
                malformed("misspelt deleteParts", json("misspelt", UNTOUCHED, ",'deletePart':[]"), MALFORMED),
                malformed("empty deleteParts", json("empty", UNTOUCHED, ",'deleteParts':[]"), MALFORMED),
                malformed("bytes that are no JSON", "delete " + UNTOUCHED, DEAD_LETTER + "InvalidJson"));
    }

    /** More requests than a lowered quota lets through at once. */
    static List<SandboxRequest> burst() {
        return IntStream.range(0, BURST)
                .mapToObj(i -> {
                    String fileId = media(FIRST_OF_BURST + i);
                    return SandboxRequest.of("burst " + (i + 1), fileId, json("burst-" + (i + 1), fileId, ""), DELETED);
                })
                .toList();
    }

    /** The API succeeds from now on for what it failed always. */
    static void mend(Simulator simulator) {
        simulator.faults().clear();
    }

    /** The dead letter that is worth a replay once the API is mended. */
    static boolean isMendable(SandboxOutcome ending) {
        return ending.outcome().equals(DEAD_LETTER + "InternalError");
    }

    /** Where they do not share one call, a later one may be at the API before an earlier one. */
    private static SandboxRequest duplicate(int number) {
        return SandboxRequest.of("same media, request " + number, OFTEN, json("often-" + number, OFTEN, ""), DELETED)
                .orElse(ALREADY_ABSENT);
    }

    private static SandboxRequest malformed(String name, String json, String outcome) {
        return SandboxRequest.of(name, UNTOUCHED, json.replace('\'', '"'), outcome)
                .afterAttempts(0);
    }

    private static String parts(String eventId, String definition) {
        return json(eventId, PARTLY, ",'deleteParts':[{" + definition + "'type':'TranscodeFiles'}]");
    }

    private static String json(String eventId, String fileId, String more) {
        return ("{'eventId':'" + eventId + "','fileId':'" + fileId + "'" + more + "}").replace('\'', '"');
    }

    private static String media(int number) {
        return "52854854879852%05d".formatted(number);
    }
}
