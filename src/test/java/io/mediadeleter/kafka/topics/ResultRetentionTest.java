package io.mediadeleter.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultRetentionTest {

    private static String told(String millis, String bytes) {
        return ResultRetention.of(
                        "deleted",
                        new ActualTopic(
                                1, 1, List.of(), List.of(), Map.of("retention.ms", millis, "retention.bytes", bytes)))
                .sentence("kafka:9092");
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    @Test
    void timeThatResultsAreKept_isToldInOneLine() {
        assertThat(told("-1", "-1")).isEqualTo("deleted keeps results without a time limit.");
        assertThat(told(millis(Duration.ofDays(90)), "-1")).isEqualTo("deleted keeps results for 90 days.");
        assertThat(told(millis(Duration.ofDays(400)), "1000000"))
                .isEqualTo("deleted keeps results for 400 days and up to 1000000 bytes a partition.");
    }

    @Test
    void timeUnderAQuarter_isAWarningWithTheCommand() {
        assertThat(told("604800000", "-1"))
                .startsWith(
                        "warning: deleted keeps results for 7 days, less than 90 days: what proves older deletions is gone")
                .contains("`kafka-configs.sh --bootstrap-server kafka:9092 ", "--add-config retention.ms=34560000000`");
        assertThat(told(millis(Duration.ofHours(25)), "-1")).contains("for 25 hours,");
        assertThat(told("0", "-1")).contains("for 0 seconds,");
    }
}
