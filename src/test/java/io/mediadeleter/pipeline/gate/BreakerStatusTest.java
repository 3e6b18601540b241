package io.mediadeleter.pipeline.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.fixture.StoppedTime;
import io.mediadeleter.pipeline.SilentTelemetry;
import io.mediadeleter.pipeline.status.PipelineStatus.Calling;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the breaker opens, and what others see of it. */
class BreakerStatusTest {

    private static final Fault REFUSED = new Fault(FaultKind.SYSTEMIC, "Network.ConnectionRefused", "refused", null);
    private static final Fault UNSIGNED = new Fault(FaultKind.SYSTEMIC, "AuthFailure", "unsigned", "r-1");

    private static final Fault SILENT = new Fault(FaultKind.TRANSIENT, FaultTable.TIMEOUT, "no answer", null);
    private static final Fault ILL = new Fault(FaultKind.TRANSIENT, "InternalError", "ill", "r-1");

    private final StoppedTime time = new StoppedTime();
    private final Breaker breaker = new Breaker(time, new SilentTelemetry(), () -> Duration.ofSeconds(1));

    private void end(Outcome outcome) {
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.ended(outcome, Duration.ofMillis(10));
    }

    private Instant stop() {
        time.pass(Duration.ofMinutes(1));
        for (int call = 0; call < Breaker.WINDOW; call++) {
            end(new Outcome.Failed(REFUSED));
        }
        return time.now();
    }

    @Test
    void fewerFaultsThanTheWindow_goOnCalling() {
        end(new Outcome.Failed(REFUSED));

        assertThat(breaker.calling()).isEqualTo(new Calling(Calling.State.CALLING, Instant.EPOCH, null));
    }

    /** As with faults.Http.502=PERMANENT: the answer is a gateway's, and no sign that the API is well. */
    @Test
    void answerOfNoApi_thatASettingMakesPermanent_isNoSignThatTheApiIsWell() {
        Fault gateway = new Fault(FaultKind.PERMANENT, "Http.502", "bad gateway", null);
        for (int call = 0; call < Breaker.WINDOW; call++) {
            end(new Outcome.Failed(call % 2 == 0 ? SILENT : gateway));
        }

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void apiThatIsSilentForTheWholeWindow_stopsCalling() {
        for (int call = 0; call < Breaker.WINDOW; call++) {
            assertThat(breaker.isOpen()).isFalse();
            end(new Outcome.Failed(call % 2 == 0 ? SILENT : REFUSED));
        }

        assertThat(breaker.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Http.301",
                "Http.403",
                "Http.407",
                "Http.429",
                "Http.500",
                "Http.502",
                "Http.503",
                "Http.504",
                "InvalidResponse",
                "Network.Broken",
                "Network.Proxy",
                "Local.NoResources",
                "CallFailed"
            })
    void noAnswerOfTheApiForTheWholeWindow_stopsCalling(String code) {
        for (int call = 0; call < Breaker.WINDOW; call++) {
            assertThat(breaker.isOpen()).isFalse();
            end(new Outcome.Failed(gateway(code, null)));
        }

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void retryAfter_isKeptByTheNextProbe() {
        end(new Outcome.Deleted("r-1"));
        for (int call = 0; call < Breaker.WINDOW; call++) {
            end(new Outcome.Failed(gateway("Http.503", Duration.ofSeconds(20))));
        }

        time.pass(Duration.ofSeconds(19));
        assertThat(breaker.tryAcquire()).isFalse();
        time.pass(Duration.ofSeconds(2));
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.ended(new Outcome.Deleted("r-2"), Duration.ZERO);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void retryAfter_whenNothingWentWellLately_stopsCallingAtOnce() {
        end(new Outcome.Failed(gateway("Http.429", Duration.ofSeconds(20))));

        assertThat(breaker.isOpen()).isTrue();
        time.pass(Duration.ofSeconds(19));
        assertThat(breaker.tryAcquire()).isFalse();
        time.pass(Duration.ofSeconds(2));
        assertThat(breaker.tryAcquire()).isTrue();
    }

    @Test
    void retryAfterOfOneCall_whileOthersGoWell_stopsNothing() {
        for (int call = 0; call < 3 * Breaker.WINDOW; call++) {
            end(new Outcome.Deleted("r-1"));
            time.pass(Duration.ofSeconds(1));
            end(new Outcome.Failed(gateway("Http.429", Duration.ofSeconds(20))));
            assertThat(breaker.isOpen()).isFalse();
        }
    }

    private static Fault gateway(String code, @Nullable Duration retryAfter) {
        return new Fault(new FaultTable(Map.of()).kindOf(code), code, "message", null, retryAfter);
    }

    @Test
    void anyAnswerAmongTheSilence_goesOnCalling() {
        for (int call = 0; call < 3 * Breaker.WINDOW; call++) {
            end(new Outcome.Failed(call % Breaker.WINDOW == 0 ? ILL : SILENT));
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void internalErrorsAlone_goOnCalling() {
        for (int call = 0; call < 10 * Breaker.WINDOW; call++) {
            end(new Outcome.Failed(ILL));
        }

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void stoppedCalling_saysSinceWhenAndWhy() {
        Instant stopped = stop();

        assertThat(breaker.calling()).isEqualTo(new Calling(Calling.State.STOPPED, stopped, REFUSED));
    }

    @Test
    void failedProbe_changesTheReasonAndNotTheTime() {
        Instant stopped = stop();
        time.pass(Duration.ofSeconds(2));
        end(new Outcome.Failed(UNSIGNED));

        assertThat(breaker.calling()).isEqualTo(new Calling(Calling.State.STOPPED, stopped, UNSIGNED));
    }

    @Test
    void goodProbe_isCallingSinceThen() {
        stop();
        time.pass(Duration.ofSeconds(2));
        end(new Outcome.Deleted("r-2"));

        assertThat(breaker.calling()).isEqualTo(new Calling(Calling.State.CALLING, time.now(), null));
    }

    @Test
    void longOutage_isProbedWithTheSamePaceForEver() {
        stop();
        for (int probe = 0; probe < 200; probe++) {
            assertThat(breaker.tryAcquire()).isFalse();
            time.pass(Duration.ofSeconds(1));
            end(new Outcome.Failed(REFUSED));
        }
    }

    @Test
    void probeThatHangs_doesNotHoldUpTheNextOne() {
        stop();
        time.pass(Duration.ofSeconds(1));
        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.tryAcquire()).isFalse();
        time.pass(Duration.ofSeconds(1));

        end(new Outcome.Deleted("r-2"));

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void callFromBeforeTheStop_provesNothing() {
        stop();
        time.pass(Duration.ofSeconds(1));

        breaker.ended(new Outcome.Deleted("r-2"), Duration.ofSeconds(2));

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.isOutageSince(time.now())).isFalse();
    }

    @Test
    void probeThatIsGivenBack_isTakenAgainAtOnce() {
        stop();
        time.pass(Duration.ofSeconds(1));
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.release();

        assertThat(breaker.tryAcquire()).isTrue();
        assertThat(breaker.tryAcquire()).isFalse();
    }

    @Test
    void permissionFromBeforeTheStop_thatIsGivenBack_hastensNoProbe() {
        assertThat(breaker.tryAcquire()).isTrue();
        breaker.open();
        breaker.release();

        assertThat(breaker.tryAcquire()).isFalse();
    }

    @Test
    void goodCall_beginsTheCountAnew() {
        for (int call = 0; call < Breaker.WINDOW - 1; call++) {
            end(new Outcome.Failed(REFUSED));
        }
        end(new Outcome.Deleted("r-1"));
        for (int call = 0; call < Breaker.WINDOW - 1; call++) {
            end(new Outcome.Failed(REFUSED));
        }
        assertThat(breaker.isOpen()).isFalse();

        end(new Outcome.Failed(REFUSED));

        assertThat(breaker.isOpen()).isTrue();
    }
}
