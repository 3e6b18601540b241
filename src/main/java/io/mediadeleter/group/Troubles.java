package io.mediadeleter.group;

import io.mediadeleter.control.InstanceReport;
import io.mediadeleter.control.InstanceReport.Lately;
import io.mediadeleter.group.GroupFacts.DeadLetters;
import io.mediadeleter.group.GroupFacts.Instance;
import io.mediadeleter.group.GroupFacts.Letters;
import io.mediadeleter.group.GroupStatus.Finding;
import io.mediadeleter.group.GroupStatus.Level;
import io.mediadeleter.text.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What goes on, and yet not as it should, the gravest first. For one use. */
final class Troubles {

    private static final String API = ".tencentcloudapi.com";
    private static final int MOST_NAMED = 5;

    /** So few failures or dead letters are no trend. */
    private static final int FEW = 10;

    private final GroupFacts facts;
    private final GroupFigures figures;
    private final List<Instance> telling;
    private final List<Finding> found = new ArrayList<>();

    private Troubles(GroupFacts facts, GroupFigures figures) {
        this.facts = facts;
        this.figures = figures;
        this.telling = facts.instances().stream()
                .filter(instance -> instance.isAlive(facts.at()) && instance.report() != null)
                .toList();
    }

    static List<Finding> of(GroupFacts facts, GroupFigures figures) {
        Troubles looking = new Troubles(facts, figures);
        looking.calls();
        looking.deadLetters();
        looking.namesakes();
        return looking.found;
    }

    /** What the group does not do in earnest. It goes for as long as the settings do, so it comes behind what happens. */
    static List<Finding> ofModes(GroupFacts facts, GroupFigures figures) {
        Troubles looking = new Troubles(facts, figures);
        looking.dryRun();
        looking.endpoints();
        return looking.found;
    }

    private void calls() {
        long ended = sum(Lately::ended);
        long throttled = sum(Lately::throttled);
        long failed = sum(Lately::failed) - throttled;
        List<String> full = telling.stream()
                .filter(instance -> isFull(report(instance)))
                .map(Instance::name)
                .toList();
        if (throttled >= FEW && throttled * FEW >= ended) {
            busy(
                    "The API throttles: it refused " + Figures.number(throttled) + " of the last "
                            + Figures.number(ended) + " calls, and took "
                            + GroupWords.rate(rate(figures.callsPerSecond()) - rate(figures.throttledPerSecond()))
                            + " a second; quota.per-second is " + facts.quotaPerSecond()
                            + ". Does something else use the account's limit? Lower quota.per-second, or have the limit raised.");
        }
        if (failed >= FEW && failed * 2 >= ended) {
            busy(Figures.number(failed) + " of the last " + Figures.number(ended) + " calls failed, often with "
                    + commonest()
                    + ". Unless calls are suspended, what may pass is retried and the rest becomes dead letters. Look at the API's status, and at: media-deleter"
                    + " dead-letters list.");
        }
        if (!full.isEmpty()) {
            Duration mean = figures.meanCall();
            if (ended == 0) {
                busy(GroupWords.unanswered(Lately.NOTHING.seconds(), figures.inFlight()));
            } else if (mean != null && mean.compareTo(GroupWords.SLOW) >= 0) {
                busy("The API is slow: a call takes " + String.format(Locale.ROOT, "%.1f s", mean.toMillis() / 1_000.0)
                        + ", and calls.max-in-flight is reached on " + Figures.some(full, MOST_NAMED) + ": "
                        + GroupWords.rate(rate(figures.callsPerSecond())) + " calls a second of "
                        + facts.quotaPerSecond()
                        + ". Until it is quicker, raise calls.max-in-flight or start more instances.");
            }
        }
    }

    private static boolean isFull(InstanceReport report) {
        return report.waiting() > 0
                && report.inFlight() > 0
                && report.inFlight() * (long) FEW >= report.maxInFlight() * 9L;
    }

    private void deadLetters() {
        DeadLetters letters = facts.deadLetters();
        long lately = letters == null
                ? 0
                : letters.groups().stream().mapToLong(Letters::lately).sum();
        if (letters != null && lately >= FEW) {
            Letters most = letters.groups().stream()
                    .max(Comparator.comparingLong(Letters::lately))
                    .orElseThrow();
            busy("Dead letters are rising: " + Figures.number(lately) + " in the last "
                    + GroupFacts.LATELY.toMinutes() + " minutes, most " + most.kind()
                    + (most.code().isEmpty() ? "" : " " + most.code())
                    + ". See: media-deleter dead-letters list --since " + GroupFacts.LATELY.toMinutes() + "m.");
        }
    }

    /** One that is there now is graver: see {@link Standstill}. */
    private void namesakes() {
        facts.instances().stream()
                .filter(instance -> instance.namesake() != null && !instance.hasNamesake(facts.at()))
                .forEach(instance -> busy(GroupWords.wasTwice(
                        instance.name(), instance.ownHost(), Objects.requireNonNull(instance.namesake()))));
    }

    private void dryRun() {
        List<String> dry = telling.stream()
                .filter(instance -> report(instance).isDryRun())
                .map(Instance::name)
                .toList();
        if (!dry.isEmpty()) {
            busy(
                    dry.size() == telling.size()
                            ? "Dry run: nothing is deleted (dry-run=true)."
                            : "Dry run on " + Figures.some(dry, MOST_NAMED)
                                    + " alone: what these take is not deleted. Set dry-run to the same on every instance.");
        }
    }

    private void endpoints() {
        Set<String> hosts = telling.stream()
                .filter(instance -> !report(instance).isDryRun())
                .map(instance -> report(instance).endpoint())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (hosts.size() > 1) {
            busy("The instances call different hosts: "
                    + Figures.some(
                            hosts.stream()
                                    .map(host -> host + " (" + Figures.some(callersOf(host), 2) + ")")
                                    .toList(),
                            MOST_NAMED)
                    + ". Set vod.endpoint to the same on every instance.");
        } else {
            hosts.stream()
                    .filter(host -> !host.contains(API))
                    .forEach(host ->
                            busy("Calls go to " + host + ", which is no host of Tencent Cloud's API: a simulator"
                                    + " deletes nothing. See vod.endpoint."));
        }
    }

    private List<String> callersOf(String host) {
        return telling.stream()
                .filter(instance -> host.equals(report(instance).endpoint()))
                .map(Instance::name)
                .toList();
    }

    private String commonest() {
        return telling.stream()
                .map(instance -> report(instance).lately())
                .filter(lately -> lately.code() != null)
                .max(Comparator.comparingInt(Lately::failed))
                .map(Lately::code)
                .orElse("no code");
    }

    private long sum(ToLongFunction<Lately> count) {
        return telling.stream()
                .map(instance -> report(instance).lately())
                .mapToLong(count)
                .sum();
    }

    private static InstanceReport report(Instance instance) {
        return Objects.requireNonNull(instance.report());
    }

    private static double rate(@Nullable Double perSecond) {
        return perSecond == null ? 0 : perSecond;
    }

    private void busy(String text) {
        found.add(new Finding(Level.BUSY, text));
    }
}
