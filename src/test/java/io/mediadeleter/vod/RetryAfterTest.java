package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.store;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class RetryAfterTest {

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer(Behaviour.success());

    @AutoClose
    private final VodMediaStore store = store(server.endpoint());

    @ParameterizedTest
    @CsvSource({"20, 20", "1, 1", "300, 300", "301, 300", "86400, 300", "999999999999999999, 300"})
    void seconds_areKeptWithinReason(String asked, long seconds) {
        server.behave(Behaviour.status("429 Too Many Requests", "", "Retry-After: " + asked));

        assertThat(faultOf(store).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(faultOf(store).message()).contains("HTTP status 429, Retry-After " + seconds + " s");
    }

    @Test
    void date_countsByTheClockOfWhoeverAnswers() {
        server.behave(Behaviour.status(
                "503 Service Unavailable",
                "",
                "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"));

        assertThat(faultOf(store).retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void dateWithoutAClock_isBounded() {
        server.behave(Behaviour.status("503 Service Unavailable", "", "Retry-After: Fri, 06 Nov 2499 08:50:07 GMT"));

        assertThat(faultOf(store).retryAfter()).isEqualTo(RetryAfter.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "", "soon", "1.5", "9999999999999999999999", "Sun, 06 Nov 1994 08:49:37 GMT"})
    void senselessOrPast_isNone(String asked) {
        server.behave(Behaviour.status("503 Service Unavailable", "", "Retry-After: " + asked));

        assertThat(faultOf(store).retryAfter()).isNull();
    }
}
