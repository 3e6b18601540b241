package io.mediadeleter.simulator.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallLogTest {

    private final CallLog log = new CallLog(3);

    @Test
    void moreCallsThanItKeeps_losesTheOldestButNoCount() {
        for (int i = 1; i <= 10; i++) {
            log.add(call(Integer.toString(i), Call.OK, true));
        }
        assertThat(log.all()).extracting(call -> call.fileId().orElseThrow()).containsExactly("8", "9", "10");
        assertThat(log.stats().total()).isEqualTo(10);
        assertThat(log.stats().accepted()).isEqualTo(10);
    }

    @Test
    void newest_isOldestFirstAndFiltered() {
        log.add(call("1", "InternalError", false));
        log.add(call("2", Call.OK, true));
        log.add(call("1", Call.OK, true));
        assertThat(log.newest(2, Optional.empty()))
                .extracting(Call::fileId)
                .containsExactly(Optional.of("2"), Optional.of("1"));
        assertThat(log.newest(9, Optional.of("1"))).extracting(Call::outcome).containsExactly("InternalError", Call.OK);
        assertThat(log.newest(0, Optional.empty())).isEmpty();
    }

    @Test
    void stats_tellWhatHappenedFromWhatWasAnswered() {
        log.add(call("1", Call.OK, true));
        log.add(call("2", "timeout+applied", true));
        log.add(call("3", "timeout", false));
        log.add(call("3", "timeout", false));
        CallLog.Stats stats = log.stats();
        assertThat(stats.accepted()).isEqualTo(2);
        assertThat(stats.refused()).isEqualTo(2);
        assertThat(stats.count("timeout")).isEqualTo(2);
        assertThat(stats.count("InternalError")).isZero();
    }

    private static Call call(String fileId, String outcome, boolean accepted) {
        return new Call(Instant.EPOCH, Optional.of(fileId), 0, List.of(), outcome, accepted, "an-id");
    }
}
