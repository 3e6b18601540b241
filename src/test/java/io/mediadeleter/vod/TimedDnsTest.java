package io.mediadeleter.vod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.Patience;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class TimedDnsTest {

    private static final List<InetAddress> LOOPBACK = List.of(InetAddress.getLoopbackAddress());

    private final AtomicInteger lookups = new AtomicInteger();

    @Test
    void answer_isPassedOnAndNotKept() throws UnknownHostException {
        TimedDns dns = new TimedDns(this::answer, Patience.LIMIT);

        assertThat(dns.lookup("host")).isEqualTo(LOOPBACK);
        await().untilAsserted(() -> {
            dns.lookup("host");
            assertThat(lookups).hasValueGreaterThan(1);
        });
    }

    @Test
    void unknownHost_isToldAsSuch() {
        Dns failing = host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        };

        assertThatThrownBy(() -> new TimedDns(failing, Patience.LIMIT).lookup("host"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("Name or service not known");
    }

    @Test
    void silentNameServer_isWaitedForOnlySoLongAndHoldsOneThread() {
        CountDownLatch end = new CountDownLatch(1);
        TimedDns dns = new TimedDns(
                host -> {
                    List<InetAddress> answer = answer(host);
                    awaitEnd(end);
                    return answer;
                },
                Duration.ofMillis(50));

        for (int call = 0; call < 3; call++) {
            assertThatThrownBy(() -> dns.lookup("host"))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("host: no answer from DNS within 50 ms");
        }
        await().untilAsserted(() -> assertThat(lookups).hasValue(1)); // the thread may not have begun yet

        end.countDown();
        await().ignoreExceptions().until(() -> dns.lookup("host").equals(LOOPBACK));
    }

    private List<InetAddress> answer(String host) {
        assertThat(host).isEqualTo("host");
        lookups.incrementAndGet();
        return LOOPBACK;
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
