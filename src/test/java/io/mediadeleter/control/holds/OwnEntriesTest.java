package io.mediadeleter.control.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Lifted;
import io.mediadeleter.control.ControlEntry.Put;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OwnEntriesTest {

    private static final Selector ONE = Selector.parse("media:1").orElseThrow();
    private static final Selector TWO = Selector.parse("media:2").orElseThrow();
    private static final Put PUT = new Put(ONE, "r", null, null, null);

    private final OwnEntries own = new OwnEntries();

    private static LoggedEntry at(long offset, ControlEntry entry) {
        return new LoggedEntry(offset, Instant.EPOCH, entry);
    }

    @Test
    void recordsThatAreReadBack_stand() {
        own.wrote(new WrittenEntry(ONE, 7, Instant.EPOCH));
        own.wrote(new WrittenEntry(TWO, 8, Instant.EPOCH));
        assertThat(own.lost()).isEqualTo(2);

        own.read(at(7, PUT));
        own.read(at(8, new Put(TWO, "r", null, null, null)));

        assertThat(own.size()).isEqualTo(2);
        assertThat(own.lost()).isZero();
        assertThat(own.later()).isEmpty();
        assertThat(own.earlier()).isEmpty();
        assertThat(own.last().orElseThrow().selector()).isEqualTo(TWO);
    }

    @Test
    void laterRecordOfTheKey_isToldOf_alsoWhenCompactionTookTheOwnOne() {
        own.wrote(new WrittenEntry(ONE, 7, Instant.EPOCH));
        own.read(at(9, new Lifted(ONE)));

        assertThat(own.later()).containsOnlyKeys(ONE);
        assertThat(own.lost()).isZero();
    }

    @Test
    void recordThatTheOwnOneReplacedUnread_isToldOf() {
        own.wrote(new WrittenEntry(ONE, 7, Instant.EPOCH));
        own.read(at(6, PUT));
        own.read(at(7, new Lifted(ONE)));

        assertThat(own.earlier()).containsOnlyKeys(ONE);
        assertThat(own.later()).isEmpty();
    }

    @Test
    void recordsOfOtherKeys_meanNothing() {
        own.wrote(new WrittenEntry(ONE, 7, Instant.EPOCH));
        own.read(at(7, PUT));
        own.read(at(8, new Lifted(TWO)));
        own.read(at(9, new ControlEntry.Forgotten("i")));

        assertThat(own.later()).isEmpty();
    }
}
