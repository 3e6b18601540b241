package io.mediadeleter.chaos;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.mediadeleter.chaos.Traffic.Request;
import io.mediadeleter.chaos.Trouble.Interval;
import io.mediadeleter.chaos.Trouble.Kind;
import io.mediadeleter.event.Origin;
import io.mediadeleter.simulator.account.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares what was asked, what was called and what was committed. Immutable once made; thread-safe. */
final class Verifier {

    /** Calls that an instance has in hand at most. */
    private static final int MAX_IN_FLIGHT = 64;

    private final Map<Origin, Request> requests;
    private final List<Call> calls;
    private final List<Step> steps;
    private final List<Interval> troubles;
    private final Map<Origin, List<Step>> stepsByOrigin = new HashMap<>();
    private final Map<String, List<Call>> callsByFileId = new HashMap<>();

    Verifier(Map<Origin, Request> requests, List<Call> calls, List<Step> steps, List<Interval> troubles) {
        this.requests = requests;
        this.calls = calls;
        this.steps = steps.stream().sorted(Comparator.comparing(Step::at)).toList();
        this.troubles = troubles;
        stepsByOrigin.putAll(this.steps.stream().collect(groupingBy(Step::origin)));
        callsByFileId.putAll(calls.stream()
                .sorted(Comparator.comparing(Call::arrivedAt))
                .collect(groupingBy(call -> call.fileId().orElse("none"))));
    }

    ChaosVerdict verdict(int endedOfThemselves) {
        List<Step> settlements = steps.stream().filter(Step::isSettlement).toList();
        Set<Origin> settled = new HashSet<>();
        settlements.forEach(settlement -> settled.add(settlement.origin()));
        Set<Origin> lost = new HashSet<>(requests.keySet());
        lost.removeAll(settled);
        Map<String, Long> names = new TreeMap<>(steps.stream().collect(groupingBy(Step::name, counting())));
        return new ChaosVerdict(
                requests.size(),
                settlements.size(),
                lost.size(),
                settlements.size() - settled.size(),
                names,
                calls.size(),
                strayCalls(),
                requests.keySet().stream().mapToInt(this::repeated).sum(),
                requests.keySet().stream().mapToInt(this::unexplained).sum(),
                troubles.stream().mapToInt(this::exposed).sum(),
                endedOfThemselves,
                standstill());
    }

    private int strayCalls() {
        Set<String> wanted = new HashSet<>();
        requests.values().stream().filter(Request::isValid).forEach(request -> wanted.add(request.fileId()));
        return (int) calls.stream()
                .filter(call -> call.fileId().filter(wanted::contains).isEmpty())
                .count();
    }

    private int repeated(Origin origin) {
        return Math.max(0, calls(origin).size() - attempts(origin));
    }

    /** Repeated calls that have no pair of calls of their own between which a trouble lies. */
    private int unexplained(Origin origin) {
        List<Call> made = calls(origin);
        int explained = 0;
        for (int i = 1; i < made.size(); i++) {
            Instant first = made.get(i - 1).arrivedAt();
            Instant second = made.get(i).arrivedAt();
            if (troubles.stream().anyMatch(trouble -> trouble.meets(first, second))) {
                explained++;
            }
        }
        return Math.max(0, repeated(origin) - explained);
    }

    private int exposed(Interval trouble) {
        int inHand = trouble.trouble().kind() == Kind.PAUSE_INSTANCE ? MAX_IN_FLIGHT : 0;
        return inHand
                + requests.keySet().stream()
                        .mapToInt(origin -> exposed(origin, trouble.from()))
                        .sum();
    }

    private int exposed(Origin origin, Instant at) {
        List<Call> before = calls(origin).stream()
                .filter(call -> !call.arrivedAt().isAfter(at))
                .toList();
        if (before.isEmpty()) {
            return 0;
        }
        Instant last = before.get(before.size() - 1).arrivedAt();
        boolean isTold = steps(origin).stream()
                .anyMatch(step ->
                        !step.at().isBefore(last.minusMillis(1)) && !step.at().isAfter(at));
        return isTold ? 0 : 1;
    }

    private int attempts(Origin origin) {
        return steps(origin).stream().mapToInt(Step::attempts).max().orElse(0);
    }

    private List<Step> steps(Origin origin) {
        return stepsByOrigin.getOrDefault(origin, List.of());
    }

    private List<Call> calls(Origin origin) {
        Request request = requests.get(origin);
        return request == null ? List.of() : callsByFileId.getOrDefault(request.fileId(), List.of());
    }

    private Duration standstill() {
        Duration longest = Duration.ZERO;
        for (int i = 1; i < steps.size(); i++) {
            Duration gap = Duration.between(steps.get(i - 1).at(), steps.get(i).at());
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }
}
