package io.mediadeleter.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Measures things in turn, A B C, B C A, …, so that what the machine does meanwhile meets all of them alike. */
final class Rounds {

    static final int REPETITIONS = Effort.repetitions();

    /** The one subject to measure, by name; all of them if it is empty. */
    private static final String ONLY = System.getProperty("bench.only", "");

    private Rounds() {}

    /**
     * The spread of each figure of each subject.
     *
     * @param measure the figures of one subject, in the same order every time
     * @return nothing if the one that was chosen is none of the subjects
     */
    static <S> Map<S, List<Spread>> measure(List<S> subjects, Function<S, List<Double>> measure) {
        Map<S, List<List<Double>>> measured = new LinkedHashMap<>();
        List<S> turn = new ArrayList<>(chosen(subjects));
        for (int round = 1; round <= REPETITIONS; round++) {
            for (S subject : turn) {
                List<Double> figures = measure.apply(subject);
                // What was measured is not lost when a later round fails.
                System.err.printf("%s, round %d of %d: %s%n", subject, round, REPETITIONS, figures);
                measured.computeIfAbsent(subject, first -> new ArrayList<>()).add(figures);
            }
            Collections.rotate(turn, -1);
        }
        return measured.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> spreads(entry.getValue()), (a, b) -> a, LinkedHashMap::new));
    }

    private static <S> List<S> chosen(List<S> subjects) {
        if (ONLY.isEmpty()) {
            return subjects;
        }
        List<S> chosen = subjects.stream()
                .filter(subject -> subject.toString().equals(ONLY))
                .toList();
        if (chosen.isEmpty()) {
            System.err.printf("\"%s\" is not measured here, but %s%n", ONLY, subjects);
        }
        return chosen;
    }

    private static List<Spread> spreads(List<List<Double>> rounds) {
        List<Spread> spreads = new ArrayList<>();
        for (int figure = 0; figure < rounds.get(0).size(); figure++) {
            int at = figure;
            spreads.add(new Spread(rounds.stream().map(round -> round.get(at)).toList()));
        }
        return spreads;
    }
}
