package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static io.mediadeleter.vod.TestCalls.TABLE;
import static io.mediadeleter.vod.TestCalls.UNHEARD;
import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.outcomeOf;
import static io.mediadeleter.vod.TestCalls.settings;
import static io.mediadeleter.vod.TestCalls.start;
import static io.mediadeleter.vod.TestCalls.whole;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.Patience;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Deleted;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * As many calls at once as the settings allow, no more and no fewer: who has heard of a call's end may make the next one, whatever the threads of the store are still busy
 * with.
 */
@Timeout(180)
class FreeWorkerTest {

    private static final Outcome DELETED = new Deleted("req-1");

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer(Behaviour.success());

    private final CountDownLatch slow = new CountDownLatch(1);

    @Test
    void slowStart_andAnEndThatIsStillTold_refuseNoCall() throws InterruptedException {
        CountDownLatch loading = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        CredentialSource slowAtFirst = () -> {
            if (first.getAndSet(false)) {
                loading.countDown();
                await(slow);
            }
            return Optional.of(KEYS);
        };
        try (VodMediaStore store = new VodMediaStore(settings(server.endpoint(), 1), slowAtFirst, TABLE, UNHEARD)) {
            loading.await();
            assertThat(join(tellSlowly(store))).isEqualTo(DELETED);

            assertThat(outcomeOf(store, whole())).isEqualTo(DELETED);

            slow.countDown();
        }
    }

    @Test
    void moreEndsThatAreStillToldThanThreads_delayTheNextCallAndRefuseNone() {
        try (VodMediaStore store =
                new VodMediaStore(settings(server.endpoint(), 1), CredentialSource.fixed(KEYS), TABLE, UNHEARD)) {
            assertThat(join(tellSlowly(store))).isEqualTo(DELETED);
            assertThat(join(tellSlowly(store))).isEqualTo(DELETED);
            CompletableFuture<Outcome> third = CompletableFuture.supplyAsync(() -> outcomeOf(store, whole()));

            slow.countDown();

            assertThat(join(third)).isEqualTo(DELETED);
        }
    }

    @Test
    void moreCallsThanAllowed_areRefusedAndNotQueued() {
        CredentialSource slowToSign = () -> {
            await(slow);
            return Optional.of(KEYS);
        };
        try (VodMediaStore store = new VodMediaStore(settings(server.endpoint(), 2), slowToSign, TABLE, UNHEARD)) {
            CompletableFuture<Outcome> first = start(store, whole());
            CompletableFuture<Outcome> second = start(store, whole());

            assertThat(faultOf(store).message()).isEqualTo("nothing was sent: too many calls are in flight");

            slow.countDown();
            assertThat(join(first)).isEqualTo(DELETED);
            assertThat(join(second)).isEqualTo(DELETED);
        }
    }

    @Test
    void threadsThatDie_refuseNoCall() {
        CredentialSource broken = () -> {
            throw new StackOverflowError();
        };
        try (VodMediaStore store = new VodMediaStore(settings(server.endpoint(), 1), broken, TABLE, UNHEARD)) {
            for (int call = 0; call < 500; call++) {
                assertThat(faultOf(store).message()).contains("StackOverflowError");
            }
        }
    }

    @Test
    void close_endsTheWaitForAThread() {
        VodMediaStore store =
                new VodMediaStore(settings(server.endpoint(), 1), CredentialSource.fixed(KEYS), TABLE, UNHEARD);
        assertThat(join(tellSlowly(store))).isEqualTo(DELETED);
        assertThat(join(tellSlowly(store))).isEqualTo(DELETED);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(store::close);

        assertThat(faultOf(store).message()).contains("stopping");

        slow.countDown();
        closing.orTimeout(Patience.LIMIT.toSeconds(), SECONDS).join();
    }

    /** A call whose end is known at once, and whose thread is busy with telling it for as long as the test wants. */
    private CompletableFuture<Outcome> tellSlowly(VodMediaStore store) {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        store.delete(whole().media(), whole().scope(), () -> true, outcome -> {
            end.complete(outcome);
            await(slow);
        });
        return end;
    }

    private static Outcome join(CompletableFuture<Outcome> end) {
        return end.orTimeout(Patience.LIMIT.toSeconds(), SECONDS).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
