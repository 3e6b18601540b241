package io.mediadeleter.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.control.ControlEntry;
import io.mediadeleter.control.ControlEntry.Decided;
import io.mediadeleter.control.StartPosition.Earliest;
import io.mediadeleter.control.StartPosition.From;
import io.mediadeleter.control.StartPosition.Latest;
import io.mediadeleter.event.Partition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartJsonTest {

    private static final Instant AT = Instant.parse("2026-11-26T05:00:00Z");
    private static final byte[] KEY = "start:".getBytes(UTF_8);

    @Test
    void anyDecision_isReadBackAsItWasWritten() {
        Map<Partition, Long> ends =
                Map.of(new Partition("a.b", 3), 17L, new Partition("a.b", 0), 0L, new Partition("c", 1), 9L);
        for (var position : List.of(new Earliest(), new Latest(), new From(AT))) {
            Decided decided = new Decided(position, "ops@bastion", ends);

            assertThat(ControlRecords.read(KEY, StartJson.write(decided, AT))).isEqualTo(decided);
        }
    }

    @Test
    void tombstone_takesItAway() {
        assertThat(ControlRecords.read(KEY, null)).isEqualTo(new ControlEntry.Undecided());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"position\":\"sometime\"}", "{\"position\":1}"})
    void whatCannotBeRead_decidesNothing(String value) {
        assertThat(ControlRecords.read(KEY, value.getBytes(UTF_8))).isEqualTo(new ControlEntry.Unknown("start:"));
    }

    @Test
    void endsThatMakeNoSense_areLeftOut() {
        String value = "{\"position\":\"latest\",\"ends\":{\"t\":[null,-1,\"x\",5],\"u\":7}}";

        assertThat(ControlRecords.read(KEY, value.getBytes(UTF_8)))
                .isEqualTo(new Decided(new Latest(), null, Map.of(new Partition("t", 3), 5L)));
    }

    @Test
    void moreEndsThanARecordHolds_areLeftOut_orRefusedWhereTheyMatter() {
        Map<Partition, Long> ends = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            ends.put(new Partition("t", i), 1_000_000L + i);
        }

        assertThat(ControlRecords.read(KEY, StartJson.write(new Decided(new Earliest(), "me", ends), AT)))
                .isEqualTo(new Decided(new Earliest(), "me", Map.of()));
        assertThatThrownBy(() -> StartJson.write(new Decided(new Latest(), "me", ends), AT))
                .isInstanceOf(ControlFailure.class)
                .hasMessageContainingAll("Nothing was decided", "20000 partitions", "Give a time");
    }
}
