package io.mediadeleter.cli.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.group.GroupFacts;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Waiting;
import io.mediadeleter.group.GroupFigures;
import io.mediadeleter.group.GroupStatus;
import io.mediadeleter.group.TopicBacklog;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The group for programs; the names are a contract. What is not known is null. Stateless. */
final class GroupJson {

    private GroupJson() {}

    static ObjectNode of(GroupStatus status) {
        GroupFacts facts = status.facts();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("group", facts.group())
                .put("at", facts.at().toString())
                .put("level", lower(status.level()))
                .put("sentence", status.sentence());
        ArrayNode notes = json.putArray("notes");
        status.notes().forEach(notes::add);
        figures(status.figures(), facts, json);
        control(facts, json);
        ArrayNode instances = json.putArray("instances");
        facts.instances().forEach(instance -> instance(instance, facts, instances.addObject()));
        backlog(facts, json);
        deadLetters(facts, json);
        ArrayNode gaps = json.putArray("gaps");
        facts.gaps()
                .forEach(gap -> gaps.addObject()
                        .put("what", gap.what())
                        .put("why", gap.why())
                        .put("essential", gap.isEssential()));
        return json;
    }

    private static void figures(GroupFigures figures, GroupFacts facts, ObjectNode json) {
        json.putObject("calls")
                .put("perSecond", figures.callsPerSecond())
                .put("failedPerSecond", figures.failedPerSecond())
                .put("throttledPerSecond", figures.throttledPerSecond())
                .put("meanMillis", millis(figures.meanCall()))
                .put("inFlight", facts.control() == null ? null : (Integer) figures.inFlight())
                .put("quotaPerSecond", facts.quotaPerSecond());
        boolean isKnown = facts.waiting() != null;
        json.putObject("backlog")
                .put("due", isKnown ? (Long) figures.due() : null)
                .put("oldestDueAt", text(figures.oldestDue()))
                .put("untilDue", isKnown ? (Long) figures.untilDue() : null)
                .put("inGrace", isKnown ? (Long) figures.inGrace() : null)
                .put("undecided", isKnown ? (Long) figures.undecided() : null)
                .put("settledPerSecond", figures.settledPerSecond())
                .put("doneInSeconds", isKnown ? seconds(figures.doneIn()) : null);
    }

    private static void control(GroupFacts facts, ObjectNode json) {
        GroupFacts.Control control = facts.control();
        if (control == null) {
            json.putNull("pauses");
            json.putNull("holds");
            return;
        }
        ArrayNode pauses = json.putArray("pauses");
        for (Hold pause : control.pauses()) {
            pauses.addObject()
                    .put("key", pause.selector().toString())
                    .put("since", pause.since().toString())
                    .put("until", text(pause.until()))
                    .put("by", pause.by())
                    .put("reason", pause.reason());
        }
        json.put("holds", control.holds());
    }

    private static void instance(Instance instance, GroupFacts facts, ObjectNode json) {
        InstanceReport report = instance.report();
        Namesake namesake = instance.namesake();
        json.put("name", instance.name())
                .put("host", instance.host())
                .put("member", facts.areMembersKnown() ? (Boolean) instance.isMember() : null)
                .put(
                        "partitions",
                        facts.areMembersKnown()
                                ? (Integer) instance.partitions().size()
                                : null)
                .put("lastSeen", text(instance.seen()))
                .put("twice", instance.hasNamesake(facts.at()))
                .put("namesakeSeen", namesake == null ? null : text(namesake.seen()))
                .put("namesakeHost", namesake == null ? null : namesake.host())
                .put("share", instance.share())
                .put("level", report == null ? null : lower(report.level()))
                .put("code", report == null ? null : report.code())
                .put("text", report == null ? null : report.text())
                .put("dryRun", report == null ? null : (Boolean) report.isDryRun())
                .put("endpoint", report == null ? null : report.endpoint())
                .put("waiting", report == null ? null : (Integer) report.waiting())
                .put("inFlight", report == null ? null : (Integer) report.inFlight())
                .put("maxInFlight", report == null ? null : (Integer) report.maxInFlight());
        if (report == null) {
            json.putNull("lately");
        } else {
            InstanceReport.Lately lately = report.lately();
            json.putObject("lately")
                    .put("seconds", lately.seconds())
                    .put("ended", lately.ended())
                    .put("failed", lately.failed())
                    .put("throttled", lately.throttled())
                    .put("settled", lately.settled())
                    .put("millis", lately.millis())
                    .put("code", lately.code());
        }
    }

    private static void backlog(GroupFacts facts, ObjectNode json) {
        if (facts.waiting() == null) {
            json.putNull("topics");
            return;
        }
        ArrayNode topics = json.putArray("topics");
        for (TopicBacklog topic : TopicBacklog.of(facts.waiting())) {
            ObjectNode one = topics.addObject()
                    .put("topic", topic.name())
                    .put("lane", lower(topic.kind()))
                    .put("waiting", topic.records())
                    .put("due", topic.due())
                    .put("undecided", topic.undecided())
                    .put("oldestDueAt", text(topic.oldestDue()));
            ArrayNode partitions = one.putArray("partitions");
            for (Waiting each : topic.partitions()) {
                partitions
                        .addObject()
                        .put("partition", each.partition().number())
                        .put("waiting", each.records())
                        .put("due", each.due())
                        .put("undecided", each.undecided())
                        .put("oldestDueAt", text(each.oldestDue()))
                        .put("started", each.isStarted());
            }
        }
    }

    private static void deadLetters(GroupFacts facts, ObjectNode json) {
        GroupFacts.DeadLetters letters = facts.deadLetters();
        if (letters == null) {
            json.putNull("deadLetters");
            return;
        }
        ObjectNode all =
                json.putObject("deadLetters").put("unresolved", letters.count()).put("notLookedAt", letters.older());
        ArrayNode groups = all.putArray("groups");
        letters.groups()
                .forEach(group -> groups.addObject()
                        .put("fault", group.kind())
                        .put("code", group.code())
                        .put("count", group.count())
                        .put("lately", group.lately())
                        .put("oldest", group.oldest().toString())
                        .put("latest", group.latest().toString()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : (Long) duration.toMillis();
    }

    private static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : (Long) duration.toSeconds();
    }
}
