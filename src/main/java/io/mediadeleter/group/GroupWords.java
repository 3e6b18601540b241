package io.mediadeleter.group;

import io.mediadeleter.control.Hold;
import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.Namesake;
import io.mediadeleter.control.Selector;
import io.mediadeleter.event.Partition;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.Printable;
import io.mediadeleter.text.TransactionAdvice;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an instance says of itself and the group says of it, in the same words. Pure. */
public final class GroupWords {

    /** A call that takes so long is a slow one. */
    public static final Duration SLOW = Duration.ofSeconds(1);

    private static final String PAUSED = "Deletion has been paused ";
    private static final String BRAKED = "Deletion limit reached ";
    private static final String NO_SHARE = " waiting, and this instance has no share of the quota";
    private static final String UNDECIDED = " cannot be read, behind a transaction that has been open on ";

    /** As instances of a version before say it, beside which this one runs while it is rolled out. */
    private static final String WAS_PAUSED = "Deletion is paused ";

    private static final String WAS_UNDECIDED = " cannot be read, being behind a transaction ";

    private static final int MOST_NAMED = 2;

    private GroupWords() {}

    /** That people have paused deletion. */
    public static String paused(List<Hold> pauses) {
        String more =
                pauses.size() <= MOST_NAMED ? "" : "; and " + Figures.number(pauses.size() - MOST_NAMED) + " more";
        return PAUSED
                + pauses.stream()
                        .limit(MOST_NAMED)
                        .map(hold -> "since " + seconds(hold.since())
                                + (hold.until() == null ? "" : " until " + seconds(hold.until()))
                                + (hold.by() == null ? ": " : " ") + Printable.of(hold.because()))
                        .collect(Collectors.joining("; and ", "", more))
                + ". Requests wait and none is lost. To go on: media-deleter resume.";
    }

    /** That the group has paused itself. */
    public static String braked(@Nullable Instant since, @Nullable Instant until, @Nullable Integer limit) {
        return BRAKED + "at " + seconds(since) + "; the whole group is paused"
                + (until == null ? "" : " until " + seconds(until))
                + (limit == null ? "" : ", after " + limit + " calls within an hour")
                + ". If this volume is intended: media-deleter resume, or POST /brake/release. If not, run media-deleter pause"
                + " --reason TEXT before it ends, and hold what must not be deleted.";
    }

    /** That calls are made and none comes back. */
    public static String unanswered(int seconds, long inFlight) {
        return "The API does not answer: no call has ended for " + seconds + " s, and " + Figures.number(inFlight)
                + " are in flight. " + NextStep.of("Network");
    }

    /** That an instance cannot call, as nobody has given it a part of the quota; without a stop. */
    public static String withoutShare(long waiting) {
        return Figures.count(waiting, "request") + (waiting == 1 ? " is" : " are") + NO_SHARE;
    }

    /** How an instance is; what could not be looked at is not held against it. */
    public static String state(GroupFacts.Instance instance, GroupFacts facts) {
        if (facts.control() == null) {
            return "not known: the control topic could not be read";
        }
        if (instance.seen() == null) {
            return "has written nothing to the control topic";
        }
        if (facts.isSilent(instance)) {
            return "no sign of life since " + seconds(instance.seen());
        }
        if (facts.areMembersKnown() && !instance.isMember()) {
            return "no member of the consumer group";
        }
        Namesake namesake = instance.namesake();
        if (namesake != null) {
            return "another process of this name was seen at " + seconds(namesake.seen())
                    + (namesake.host() == null ? "" : " on " + namesake.host());
        }
        InstanceReport report = instance.report();
        if (report == null) {
            return "tells nothing: an older version";
        }
        return report.text() == null ? "well" : report.text();
    }

    /** Whether that is what an instance says. */
    static boolean isOfShare(String text) {
        return text.contains(NO_SHARE);
    }

    /** How many retries are not due. */
    public static String retries(long count) {
        return Figures.number(count)
                + (count == 1 ? " retry waits until it is due." : " retries wait until they are due.");
    }

    /** How many requests are in their grace period; without a stop. */
    public static String inGrace(long count) {
        return Figures.count(count, "request")
                + (count == 1 ? " waits for its grace period to end" : " wait for their grace period to end");
    }

    /** That a publisher's transaction keeps records from being read. */
    public static String undecided(long records, Partition partition, Instant since) {
        return Figures.count(records, "record") + UNDECIDED + partition + " since " + seconds(since)
                + " or earlier. Its producer must commit or abort it; " + TransactionAdvice.HOW + ".";
    }

    /** That two processes have one name: at most one of them is in the group at a time. */
    public static String twice(String name, @Nullable String host, Namesake other) {
        return "Two processes run under the name " + name + hosts(host, other.host())
                + ": each puts the other out of the group. Stop one, or give it a media-deleter.instance-id of its own.";
    }

    private static String hosts(@Nullable String host, @Nullable String others) {
        if (others == null) {
            return "";
        }
        return host == null
                ? ", the other on " + others
                : host.equals(others) ? ", both on " + host : ", on " + host + " and on " + others;
    }

    /** That two processes had one name a while ago. */
    public static String wasTwice(String name, @Nullable String host, Namesake other) {
        boolean isElsewhere = other.host() != null && !other.host().equals(host);
        return "A second process ran under the name " + name + " until " + seconds(other.seen())
                + (isElsewhere ? ", on " + other.host() : "")
                + "; it is out of the group now. If it was meant to run, give it a media-deleter.instance-id of its own; if"
                + " not, see that nothing starts it again.";
    }

    /** Whether an instance says only what the control topic or the partitions say of all. */
    static boolean isOfAll(String text) {
        return Stream.of(PAUSED, WAS_PAUSED, BRAKED).anyMatch(text::startsWith)
                || Stream.of(UNDECIDED, WAS_UNDECIDED).anyMatch(text::contains);
    }

    /** Whether the pause is the group's own. */
    static boolean isBrake(Hold pause) {
        return pause.selector().equals(Selector.BRAKE);
    }

    /** A rate, to one decimal where it is small. */
    static String rate(double perSecond) {
        return perSecond >= 10 || perSecond == 0
                ? Figures.number(Math.round(perSecond))
                : String.format(Locale.ROOT, "%.1f", perSecond);
    }

    public static String seconds(@Nullable Instant instant) {
        return instant == null ? "?" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
