package io.mediadeleter.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mediadeleter.event.Header;
import io.mediadeleter.event.Message;
import io.mediadeleter.event.Omitted;
import io.mediadeleter.event.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnresolvedIndexTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final FaultNumbers faults = new FaultNumbers();
    private final UnresolvedIndex letters = new UnresolvedIndex(faults);

    private void take(String key, @Nullable String kind, String failedAt) {
        letters.take(letter(key, kind, failedAt), true);
    }

    private static DeadLetter letter(@Nullable String key, @Nullable String kind, String failedAt) {
        Message message = kind == null
                ? new Message(bytes(key), null, List.of(), NOW, Omitted.NOTHING)
                : new Message(
                        bytes(key),
                        bytes("{}"),
                        List.of(
                                new Header("md-fault-kind", bytes(kind)),
                                new Header("md-fault-code", bytes("C")),
                                new Header("md-failed-at", bytes(failedAt))),
                        NOW);
        return DeadLetter.of(new Partition("r.dead-letter", 0), 0, message, topic -> true);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private UnresolvedCounts sum() {
        Map<FaultNumbers.Name, FaultGroups.Group> groups = new HashMap<>();
        letters.addTo(groups, NOW);
        return new UnresolvedCounts(FaultGroups.largestFirst(groups.values()));
    }

    @Test
    void lettersAreCountedByFault_theOldestTold() {
        take("r/0/1", "PERMANENT", "2026-11-25T09:00:00Z");
        take("r/0/2", "PERMANENT", "2026-11-25T08:00:00Z");
        take("r/0/3", "TRANSIENT", "2026-11-25T11:00:00Z");

        assertThat(sum().groups())
                .extracting(FaultGroups.Group::kind, FaultGroups.Group::count)
                .containsExactly(tuple("PERMANENT", 2L), tuple("TRANSIENT", 1L));
        assertThat(sum().count()).isEqualTo(3);
        assertThat(sum().oldest(NOW)).contains(Instant.parse("2026-11-25T08:00:00Z"));
    }

    @Test
    void tombstone_resolvesItsLetterAndNoOther() {
        take("r/0/1", "PERMANENT", "2026-11-25T09:00:00Z");
        take("r/0/2", "PERMANENT", "2026-11-25T10:00:00Z");
        take("r/0/1", null, "");
        take("r/0/9", null, "");

        assertThat(sum().count()).isEqualTo(1);
        assertThat(sum().oldest(NOW)).contains(Instant.parse("2026-11-25T10:00:00Z"));
    }

    @Test
    void letterThatCameAgain_isOne() {
        take("r/0/1", "TRANSIENT", "2026-11-25T09:00:00Z");
        take("r/0/1", "PERMANENT", "2026-11-25T10:00:00Z");

        assertThat(sum().groups()).extracting(FaultGroups.Group::kind).containsExactly("PERMANENT");
    }

    @Test
    void forgedTimes_countAsLettersWithoutAnAge() {
        take("r/0/1", "PERMANENT", "+1000000-01-01T00:00:00Z");
        take("r/0/2", "PERMANENT", "0001-01-01T00:00:00Z");
        assertThat(sum().count()).isEqualTo(2);
        assertThat(sum().oldest(NOW)).isEmpty();

        take("r/0/3", "PERMANENT", "2026-11-25T09:00:00Z");
        assertThat(sum().oldest(NOW)).contains(Instant.parse("2026-11-25T09:00:00Z"));
    }

    @Test
    void forgedFaults_areCountedTogetherBeyondTheFirst() {
        for (int i = 0; i < 3 * FaultNumbers.MOST; i++) {
            take("r/0/" + i, "K" + i, "2026-11-25T09:00:00Z");
        }

        assertThat(sum().groups()).hasSize(FaultNumbers.MOST + 1);
        assertThat(sum().count()).isEqualTo(3 * FaultNumbers.MOST);
    }

    @Test
    void withoutRoom_knownKeysAreKeptUpAndTheRestIsToldToBeMissing() {
        take("r/0/1", "TRANSIENT", "2026-11-25T09:00:00Z");
        letters.take(letter("r/0/1", "PERMANENT", "2026-11-25T09:00:00Z"), false);
        assertThat(letters.isAll()).isTrue();

        letters.take(letter("r/0/2", "PERMANENT", "2026-11-25T09:00:00Z"), false);
        letters.take(letter(null, "PERMANENT", "2026-11-25T09:00:00Z"), true);
        assertThat(letters.isAll()).isFalse();
        assertThat(sum().count()).isEqualTo(1);
    }
}
