package io.mediadeleter.service.requests;

import static io.mediadeleter.service.ServiceRig.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.WithKafka;
import io.mediadeleter.pipeline.status.PipelineStatus.Calling;
import io.mediadeleter.service.Service;
import io.mediadeleter.service.ServiceRig;
import io.mediadeleter.simulator.account.Call;
import io.mediadeleter.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An outage lasts longer than the retry ladder, and no request pays for it. */
@WithKafka.Together
class OutageIT {

    private static final int REQUESTS = 200;

    @AutoClose
    private final ServiceRig rig;

    OutageIT(KafkaFixture kafka) {
        rig = new ServiceRig(kafka, Map.of("MEDIA_DELETER_VOD_CALL_TIMEOUT", "2s"));
    }

    private static Stream<String> media(int count) {
        return Stream.iterate(8_100_000_000_000_000L, id -> id + 1).limit(count).map(String::valueOf);
    }

    private void awaitCalls(long calls) {
        await().until(() -> rig.simulator().calls().stats().total() >= calls);
    }

    @Test
    void apiThatRefusesConnections_isWaitedFor() {
        rig.simulatorGone();
        rig.start("one");
        rig.requestAll(media(REQUESTS));
        CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS).execute(rig::simulatorBack);

        assertThat(rig.results(REQUESTS)).hasSize(REQUESTS);
        assertThat(rig.deadLetters(0)).isEmpty();
    }

    @Test
    void silentApi_isWaitedForLongerThanTheLadder() {
        rig.simulator().faults().add(FaultRule.parse("timeout"));
        Service service = rig.start("one");
        rig.requestAll(media(REQUESTS));
        await().until(() -> service.status().calling().state() == Calling.State.STOPPED);
        // Probes after 1 + 2 + 4 s; on a busy machine fewer than 64 may be in flight when the first 20 have timed out.
        awaitCalls(rig.simulator().calls().stats().total() + 3);

        rig.simulator().faults().clear();

        assertThat(rig.results(REQUESTS)).hasSize(REQUESTS);
        assertThat(rig.deadLetters(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AuthFailure.SignatureFailure", "http-503", "http-407", "html", "lower-case-error"})
    void wrongCredentialsAndGatewaysThatAnswerForTheApi_areWaitedForLongerThanTheLadder(String fault) {
        rig.simulator().faults().add(FaultRule.parse(fault));
        rig.start("one");
        rig.requestAll(media(REQUESTS));
        awaitCalls(23); // those that open the breaker, and probes after 1 + 2 + 4 s: more than the ladder's 3 s

        long calls = rig.simulator().calls().stats().total();
        rig.simulator().faults().clear();

        assertThat(rig.results(REQUESTS)).hasSize(REQUESTS);
        assertThat(rig.deadLetters(0)).isEmpty();
        assertThat(calls).as("calls during the outage").isLessThan(REQUESTS);
    }

    @Test
    void gatewayThatAsksForTime_hasItBeforeTheNextCall() {
        rig.simulator().faults().add(FaultRule.parse("http-429"));
        rig.start("one");
        rig.requestAll(media(1));
        awaitCalls(3);
        rig.simulator().faults().clear();

        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.deadLetters(0)).isEmpty();
        List<Call> calls = rig.simulator().calls().all();
        for (int call = 1; call < calls.size(); call++) {
            assertThat(Duration.between(
                            calls.get(call - 1).arrivedAt(), calls.get(call).arrivedAt()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void aLonelyRequestThatAGatewayRefuses_isNotGivenUpWhileNothingGoesWell() {
        rig.simulator().faults().add(FaultRule.parse("http-403@8100000000000000"));
        rig.start("one");
        rig.requestAll(media(1));
        awaitCalls(5); // the ladder has three attempts
        assertThat(rig.deadLetters(0)).isEmpty();

        rig.requestAll(Stream.of("8200000000000000"));

        assertThat(rig.deadLetters(1))
                .singleElement()
                .satisfies(dead -> assertThat(header(dead, "md-fault-code")).isEqualTo("Http.403"))
                .satisfies(dead -> assertThat(header(dead, "md-attempt")).isEqualTo("3"));
        assertThat(rig.results(1)).hasSize(1);
    }

    @Test
    void aLonelyRequestWithoutAnAnswer_isGivenUpAfterTheLadder() {
        rig.simulator().faults().add(FaultRule.parse("timeout"));
        rig.start("one");
        rig.requestAll(media(1));

        assertThat(rig.deadLetters(1))
                .singleElement()
                .satisfies(dead -> assertThat(header(dead, "md-fault-code")).isEqualTo("Network.Timeout"))
                .satisfies(dead -> assertThat(header(dead, "md-attempt")).isEqualTo("3"));
    }

    @Test
    void apiThatAnswersWithErrorsOnly_isTriedToTheEndOfTheLadder() {
        rig.simulator().faults().add(FaultRule.parse("InternalError"));
        rig.start("one");
        rig.requestAll(media(REQUESTS));

        assertThat(rig.deadLetters(REQUESTS))
                .hasSize(REQUESTS)
                .allSatisfy(dead -> assertThat(header(dead, "md-fault-kind")).isEqualTo("TRANSIENT"))
                .allSatisfy(dead -> assertThat(header(dead, "md-attempt")).isEqualTo("3"));
        assertThat(rig.simulator().calls().stats().total()).isEqualTo(3 * REQUESTS);
    }

    @Test
    void aLonelyRequest_isNotGivenUpWhileNothingGoesWell() {
        rig.simulator().faults().add(FaultRule.parse("UnauthorizedOperation"));
        rig.start("one");
        rig.requestAll(media(1));
        awaitCalls(5); // the ladder has three attempts

        rig.simulator().faults().clear();

        assertThat(rig.results(1)).hasSize(1);
        assertThat(rig.deadLetters(0)).isEmpty();
    }

    @Test
    void aRequestThatFailsWhileOthersGoWell_isGivenUpAfterTheLadder() {
        rig.simulator().faults().add(FaultRule.parse("UnauthorizedOperation@8100000000000000"));
        rig.start("one");
        rig.requestAll(media(1));
        rig.committed(rig.topics().requested() + ".retry.1s", 1);
        rig.requestAll(Stream.of("8200000000000000"));

        assertThat(rig.deadLetters(1))
                .singleElement()
                .satisfies(dead -> assertThat(header(dead, "md-fault-kind")).isEqualTo("SYSTEMIC"))
                .satisfies(dead -> assertThat(header(dead, "md-attempt")).isEqualTo("3"));
        assertThat(rig.results(1)).hasSize(1);
    }
}
