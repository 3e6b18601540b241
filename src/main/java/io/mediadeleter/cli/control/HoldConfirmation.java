package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.Wording;
import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.OwnEntries;
import io.mediadeleter.control.holds.RollCall;
import io.mediadeleter.control.holds.RollCall.Member;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is certain of holds that were written, once a lease and a margin have passed.
 *
 * @param members of the group, and whether they look; empty when none runs
 * @param left those that did not look at first and are members no more; one that restarts on another host is in both
 * @param problems why it is not certain that all calls stop, a sentence each; empty when it is
 */
record HoldConfirmation(List<RollCall.Answer> members, List<Member> left, List<String> problems) {

    private static final int MOST_SHOWN = 5;

    HoldConfirmation {
        members = List.copyOf(members);
        left = List.copyOf(left);
        problems = List.copyOf(problems);
    }

    boolean isGiven() {
        return problems.isEmpty();
    }

    /** When the waiting was ended early, or the members are not known. */
    static HoldConfirmation none(OwnEntries own, String problem) {
        List<String> problems = new ArrayList<>(changes(own));
        problems.add(problem);
        return new HoldConfirmation(List.of(), List.of(), problems);
    }

    /** @param awaited the members that did not look at first, by name */
    static HoldConfirmation of(RollCall roll, Map<String, Member> awaited, OwnEntries own, String topic) {
        List<String> problems = new ArrayList<>(changes(own));
        if (own.lost() > 0) {
            problems.add("Not on the topic, though Kafka had acknowledged it: " + Figures.count(own.lost(), "record")
                    + ". Does it" + " allow unclean leader election? See: media-deleter topics check");
        }
        roll.absent().forEach(answer -> problems.add(objection(answer, topic)));
        Map<String, Member> left = new LinkedHashMap<>(awaited);
        roll.answers().forEach(answer -> left.remove(name(answer.member())));
        return new HoldConfirmation(roll.answers(), List.copyOf(left.values()), problems);
    }

    /** How a member is called that may have no name. */
    static String name(Member member) {
        String instance = member.instance();
        return Wording.cell(instance.isEmpty() ? "a member without a name" : instance) + " at "
                + Wording.cell(member.host());
    }

    private static String objection(RollCall.Answer answer, String topic) {
        String name = name(answer.member());
        Instant probe = answer.lastProbe();
        String looked = probe == null
                ? " has never looked at " + topic
                : " has not looked at " + topic + " since " + Wording.time(probe);
        return name
                + looked
                + (answer.presence() == RollCall.Presence.SILENT
                        ? ", but is still a member of the group. If it is suspended or cut off, it starts no call; an older"
                                + " version under its name would. Find out which, and stop it if in doubt"
                        : ", so nothing holds it back. It is of an older version, or has another"
                                + " media-deleter.topics.control. Stop it");
    }

    private static List<String> changes(OwnEntries own) {
        List<String> objections = new ArrayList<>();
        Map<Selector, LoggedEntry> later = own.later();
        later.entrySet().stream()
                .limit(MOST_SHOWN)
                .forEach(change ->
                        objections.add(Printable.copyable(change.getKey().toString())
                                + " no longer stands as it was written: it was "
                                + (change.getValue().entry() instanceof ControlEntry.Put put
                                        ? "replaced " + because(put)
                                        : "lifted")
                                + " at " + Wording.time(change.getValue().stamp())));
        if (later.size() > MOST_SHOWN) {
            objections.add(Figures.number(later.size() - MOST_SHOWN) + " more no longer stand as they were written");
        }
        return objections;
    }

    private static String because(ControlEntry.Put put) {
        return (put.by() == null ? "" : "by " + Wording.cell(put.by()) + " ") + "(" + Wording.cell(put.reason()) + ")";
    }
}
