package io.mediadeleter.pipeline.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.FakeQuotaLog;
import io.mediadeleter.pipeline.SilentTelemetry;
import io.mediadeleter.pipeline.port.QuotaLogLost;
import io.mediadeleter.pipeline.port.QuotaLogRefused;
import io.mediadeleter.quota.Claim;
import io.mediadeleter.quota.QuotaRules;
import io.mediadeleter.quota.QuotaSnapshot;
import io.mediadeleter.quota.QuotaTerms;
import io.mediadeleter.quota.TokenBucket;
import io.mediadeleter.time.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuotaKeeperTest {

    private final StoppedTime time = new StoppedTime();
    private final FakeQuotaLog log = new FakeQuotaLog(time);
    private final TokenBucket bucket = TokenBucket.shared(time.nanoTime());
    private final List<String> differences = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final AtomicInteger members = new AtomicInteger();
    private final Signal dispatch = new Signal();
    private final QuotaKeeper keeper = new QuotaKeeper(new QuotaKeeper.Parts(
            new QuotaSharing(
                    log, QuotaRules.of(100, Duration.ofSeconds(5)), () -> "member-" + members.incrementAndGet()),
            bucket,
            () -> new CallLoad(1_000, 0, false, false),
            dispatch,
            new SilentTelemetry() {
                @Override
                public void quotaLogLost(String reason, Duration pause) {
                    losses.add(reason);
                }

                @Override
                public void quotaSettingsDiffer(int perSecond, Map<String, QuotaTerms> settings) {
                    differences.add(perSecond + " " + settings);
                }
            },
            time));

    private void turns(Duration forHowLong) throws InterruptedException {
        long end = time.nanoTime() + forHowLong.toNanos();
        while (time.nanoTime() < end) {
            time.pass(Duration.ofMillis(40));
            keeper.turn();
        }
    }

    private int rate() {
        return keeper.snapshot().map(QuotaSnapshot::rate).orElse(0);
    }

    /** Takes what it can in a second. */
    private int taken() {
        int taken = 0;
        long end = time.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (time.nanoTime() < end) {
            if (bucket.take(time.nanoTime()) == 0) {
                taken++;
            } else {
                time.pass(Duration.ofMillis(1));
            }
        }
        return taken;
    }

    @Test
    void aloneAndBusy_hasTheQuotaWithinTwoSeconds() throws InterruptedException {
        turns(Duration.ofSeconds(2));

        assertThat(rate()).isEqualTo(100);
        assertThat(dispatch.lower()).isTrue();
        assertThat(taken()).isBetween(98, 100);
    }

    @Test
    void peersThatAreSetToAnotherQuota_areToldOnce() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        QuotaTerms less = new QuotaTerms(10, Duration.ofSeconds(5));
        for (int i = 1; i <= 4; i++) {
            log.append(new Claim("other", i, 10, 0, less));
            turns(Duration.ofMillis(500));
        }

        assertThat(differences).containsExactly("10 {member-1=100 a second, lease 5s, other=10 a second, lease 5s}");
        assertThat(rate()).isEqualTo(5);
    }

    @Test
    void cutOff_theCallsEndWithTheLeaseAndComeBackByThemselves() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        log.cutOff = true;
        turns(Duration.ofSeconds(3));
        assertThat(rate()).isZero();
        assertThat(taken()).isZero();
        assertThat(log.written.get(log.written.size() - 1).wanted()).isZero();

        log.cutOff = false;
        turns(Duration.ofSeconds(2));

        assertThat(rate()).isEqualTo(100);
        assertThat(taken()).isPositive();
    }

    @Test
    void connectionThatTakesLong_isNoTimeWithoutALease() throws InterruptedException {
        log.cutOff = true;
        log.connecting = () -> time.pass(Duration.ofSeconds(4));
        keeper.turn();
        time.pass(Duration.ofSeconds(1));
        keeper.turn();

        assertThat(keeper.snapshot().map(QuotaSnapshot::unleased)).contains(Duration.ofSeconds(1));
    }

    @Test
    void keeperThatHangs_theBucketStopsByItself() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        time.pass(Duration.ofSeconds(3));

        assertThat(taken()).isZero();
    }

    @Test
    void logIsLost_stopsAndBeginsAnewAsAnotherAfterALease() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        log.fails = new QuotaLogLost("truncated", new IllegalStateException());
        long before = time.nanoTime();

        keeper.turn();

        assertThat(Duration.ofNanos(time.nanoTime() - before)).isEqualTo(Duration.ofSeconds(5));
        assertThat(taken()).isZero();
        log.fails = null;
        turns(Duration.ofSeconds(2));
        assertThat(keeper.snapshot().map(QuotaSnapshot::member)).contains("member-2");
        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void nothingComesBack_startsOverAsAnotherAndSaysWhatIsInTheWay() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        log.cutOff = true;
        turns(Duration.ofSeconds(14));
        assertThat(losses).isEmpty();
        assertThat(keeper.obstacle()).isEmpty();

        turns(Duration.ofSeconds(7));

        assertThat(losses).singleElement().asString().contains("cannot read back");
        assertThat(keeper.obstacle()).isPresent();
        assertThat(keeper.snapshot().map(QuotaSnapshot::member)).contains("member-2");
        log.cutOff = false;
        turns(Duration.ofSeconds(2));
        assertThat(keeper.obstacle()).isEmpty();
        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void pausedProcess_isNoLostLog() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        time.pass(Duration.ofMinutes(5));
        turns(Duration.ofSeconds(2));

        assertThat(losses).isEmpty();
        assertThat(rate()).isEqualTo(100);
    }

    @Test
    void logIsRefused_saysSo() {
        log.fails = new QuotaLogRefused("no such topic");

        assertThatThrownBy(keeper::turn).isInstanceOf(QuotaLogRefused.class);
    }

    @Test
    void otherBusyMember_hasHalf() throws InterruptedException {
        turns(Duration.ofSeconds(2));
        log.append(new Claim("other", 1, 100, 0));
        log.append(new Claim("other", 2, 100, 0));
        turns(Duration.ofMillis(100));

        assertThat(rate()).isEqualTo(50);
        assertThat(taken()).isBetween(48, 50);
    }

    @Test
    void leaving_claimsNothingAndCallsNoMore() throws InterruptedException {
        turns(Duration.ofSeconds(2));

        keeper.leave();

        Claim last = log.written.get(log.written.size() - 1);
        assertThat(last.wanted()).isZero();
        assertThat(last.demand()).isZero();
        assertThat(taken()).isZero();
    }
}
