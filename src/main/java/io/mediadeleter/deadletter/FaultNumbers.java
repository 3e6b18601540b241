package io.mediadeleter.deadletter;

import io.mediadeleter.text.Excerpt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small numbers for the faults of dead letters: the first {@value #MOST}, and one for all others. Confined to one thread. */
final class FaultNumbers {

    static final int MOST = 100;

    /** A fault as dead letters name it, cut short: any text may be in a header. */
    record Name(String kind, String code) {

        /** Stands for all that there is no room for. */
        static final Name OTHERS = new Name("(others)", "");

        private static final int LONGEST = 100;

        static Name of(DeadLetter letter) {
            return new Name(Excerpt.of(letter.faultKind(), LONGEST), Excerpt.of(letter.faultCode(), LONGEST));
        }
    }

    private final Map<Name, Integer> numbers = new HashMap<>();
    private final List<Name> names = new ArrayList<>(List.of(Name.OTHERS));

    int numberOf(DeadLetter letter) {
        Name name = Name.of(letter);
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() > MOST) {
            return 0;
        }
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    Name name(int number) {
        return names.get(number);
    }
}
