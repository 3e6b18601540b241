package io.mediadeleter.cli.control;

import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Selector;
import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.deadletter.DeadLetterTable;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.text.CommandFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How many unresolved dead letters are HELD by which hold.
 *
 * @param byKey only of the holds that were asked for
 * @param others that are HELD by any other hold, or by one that nobody knows
 */
record HeldDeadLetters(Map<Selector, Long> byKey, long others) {

    /** By no hold at all. */
    static final HeldDeadLetters NONE = new HeldDeadLetters(Map.of(), 0);

    /**
     * To look at: it waits for no transaction that does not end in a moment.
     *
     * @throws CommandFailure when not all can be read: some of them would be taken for all
     */
    static HeldDeadLetters now(Settings settings, Predicate<Selector> asked) {
        try (DeadLetterTable table = new DeadLetterTable(settings.kafka(), settings.topics())) {
            DeadLetterTable.Extent extent = table.readable();
            extent.hidden().ifPresent(why -> {
                throw new CommandFailure("not all of them can be read. " + why);
            });
            return count(table, extent, asked);
        }
    }

    /** Waits for what is being written. */
    static HeldDeadLetters afterAllThatIsWritten(Settings settings, Predicate<Selector> asked) {
        try (DeadLetterTable table = new DeadLetterTable(settings.kafka(), settings.topics())) {
            return count(table, table.whole(), asked);
        }
    }

    /** By all of those that were asked for. */
    long sum() {
        return byKey.values().stream().mapToLong(Long::longValue).sum();
    }

    private static HeldDeadLetters count(
            DeadLetterTable table, DeadLetterTable.Extent extent, Predicate<Selector> asked) {
        Map<Selector, Long> byKey = new HashMap<>();
        long[] others = {0};
        table.forEach(extent, letter -> {
            if (isHeld(letter)) {
                Optional<Selector> key = letter.hold().flatMap(Selector::parse).filter(asked);
                key.ifPresentOrElse(known -> byKey.merge(known, 1L, Long::sum), () -> others[0]++);
            }
            return true;
        });
        return new HeldDeadLetters(byKey, others[0]);
    }

    private static boolean isHeld(DeadLetter letter) {
        return letter.faultKind().equals(FaultKind.HELD.name());
    }
}
