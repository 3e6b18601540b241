package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static io.mediadeleter.vod.TestCalls.TABLE;
import static io.mediadeleter.vod.TestCalls.UNHEARD;
import static io.mediadeleter.vod.TestCalls.faultOf;
import static io.mediadeleter.vod.TestCalls.hastyStore;
import static io.mediadeleter.vod.TestCalls.outcomeOf;
import static io.mediadeleter.vod.TestCalls.parts;
import static io.mediadeleter.vod.TestCalls.settings;
import static io.mediadeleter.vod.TestCalls.start;
import static io.mediadeleter.vod.TestCalls.store;
import static io.mediadeleter.vod.TestCalls.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediadeleter.event.Part;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Deleted;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class VodMediaStoreTest {

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer(Behaviour.success());

    @AutoClose
    private final VodMediaStore store = store(server.endpoint());

    @Test
    void success_givesTheRequestId() {
        assertThat(outcomeOf(store, whole())).isEqualTo(new Deleted("req-1"));
    }

    @Test
    void errorBody_givesItsCodeMessageAndRequestId() {
        server.behave(Behaviour.body(
                "{\"Response\":{\"Error\":{\"Code\":\"ResourceNotFound.FileNotExist\",\"Message\":\"no\\nfile\"},"
                        + "\"RequestId\":\"req-2\"}}"));

        assertThat(faultOf(store))
                .isEqualTo(new Fault(FaultKind.ABSENT, "ResourceNotFound.FileNotExist", "no file", "req-2"));
    }

    @Test
    void wholeDeletion_namesNoParts() {
        outcomeOf(store, whole());

        assertThat(server.requests().get(0).body()).isEqualTo("{\"FileId\":\"7447398156998994860\",\"SubAppId\":1}");
    }

    @Test
    void partDeletion_namesExactlyTheParts() {
        outcomeOf(store, parts(new Part("TranscodeFiles", 230L), new Part("OriginalFiles", null), new Part("X", 0L)));

        assertThat(server.requests().get(0).body())
                .isEqualTo("{\"FileId\":\"7447398156998994860\",\"DeleteParts\":["
                        + "{\"Type\":\"TranscodeFiles\",\"Definition\":230},{\"Type\":\"OriginalFiles\"},"
                        + "{\"Type\":\"X\",\"Definition\":0}]}");
    }

    @Test
    void request_isSignedForTheEndpointWithTheToken() {
        outcomeOf(store, whole());

        assertThat(server.requests().get(0).head())
                .startsWith("post / http/1.1")
                .contains("x-tc-action: deletemedia\r\n", "x-tc-version: 2018-07-17\r\n")
                .contains("host: " + server.endpoint().getAuthority() + "\r\n", "credential=akidtest-secret-id/")
                .contains("x-tc-token: " + KEYS.token() + "\r\n");
    }

    @Test
    void noCredentials_sendNothing() {
        try (VodMediaStore bare = new VodMediaStore(settings(server.endpoint(), 1), Optional::empty, TABLE, UNHEARD)) {
            Fault fault = faultOf(bare);

            assertThat(fault.code()).isEqualTo(FaultTable.NO_CREDENTIALS);
            assertThat(fault.kind()).isEqualTo(FaultKind.SYSTEMIC);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void changedCredentials_signTheNextCall() {
        AtomicReference<Keys> keys = new AtomicReference<>(KEYS);
        CredentialSource changing = () -> Optional.of(keys.get());
        try (VodMediaStore role = new VodMediaStore(settings(server.endpoint(), 1), changing, TABLE, UNHEARD)) {
            outcomeOf(role, whole());
            keys.set(new Keys("AKIDnext", "next-secret-key", null));
            outcomeOf(role, whole());
        }

        assertThat(server.requests().get(1).head())
                .contains("credential=akidnext/")
                .doesNotContain("x-tc-token");
    }

    @Test
    void answerThatQuotesTheKeys_doesNotPassThemOn() {
        server.behave(Behaviour.body(
                "{\"Response\":{\"Error\":{\"Code\":\"AuthFailure.TokenFailure\",\"Message\":\"bad " + KEYS.secretId()
                        + " " + KEYS.secretKey() + " " + KEYS.token() + "\"},\"RequestId\":\"req-3\"}}"));

        assertThat(faultOf(store).message()).isEqualTo("bad *** *** ***");
    }

    @Test
    void callThatIsForbiddenWhenItsRequestIsAboutToBeWritten_sendsNothing() {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        store.delete(whole().media(), whole().scope(), () -> false, end::complete);

        assertThat(end.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join())
                .isInstanceOf(Outcome.Failed.class);
        assertThat(server.requests()).isEmpty();
        assertThat(outcomeOf(store, whole())).as("the worker's next call").isEqualTo(new Deleted("req-1"));
    }

    @Test
    void callsInTurn_useAtMostAConnectionEach() {
        for (int round = 0; round < 20; round++) {
            CompletableFuture.allOf(start(store, whole()), start(store, whole()))
                    .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }

        assertThat(server.requests()).hasSize(40);
        assertThat(server.accepted()).isLessThanOrEqualTo(2);
        assertThat(store.openConnections()).isLessThanOrEqualTo(2);
    }

    @Test
    void errorInAWorker_isAnOutcomeAndReachesTheUncaughtHandler() {
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        StackOverflowError error = new StackOverflowError();
        CredentialSource broken = () -> {
            throw error;
        };
        try (VodMediaStore failing = new VodMediaStore(
                settings(server.endpoint(), 1), broken, TABLE, (thread, thrown) -> uncaught.complete(thrown))) {
            assertThat(faultOf(failing).code()).isEqualTo(FaultTable.CALL_FAILED);
            assertThat(faultOf(failing).message()).contains("StackOverflowError");
            assertThat(uncaught.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isSameAs(error);
        }
    }

    @Test
    void failingCredentialSource_sendsNothing() {
        CredentialSource broken = () -> {
            throw new IllegalStateException("holds " + KEYS.secretKey());
        };
        try (VodMediaStore failing = new VodMediaStore(settings(server.endpoint(), 1), broken, TABLE, UNHEARD)) {
            Fault fault = faultOf(failing);

            assertThat(fault.code()).isEqualTo(FaultTable.NO_CREDENTIALS);
            assertThat(fault.message()).doesNotContain(KEYS.secretKey());
        }
    }

    @Test
    void close_letsTheCallInFlightEndAndClosesItsConnections() {
        server.behave(Behaviour.silence());
        VodMediaStore hasty = hastyStore(server.endpoint());
        CompletableFuture<Outcome> inFlight = start(hasty, whole());
        // Closing waits for as long as a call may take: what its thread needs to begin with comes before.
        await().until(() -> inFlight.isDone() || !server.requests().isEmpty());

        hasty.close();

        assertThat(inFlight).isCompleted();
        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void close_closesIdleConnections() {
        outcomeOf(store, whole());

        store.close();

        await().until(() -> server.openSockets() == 0);
    }

    @Test
    void callAfterClose_isAnOutcomeAndSendsNothing() {
        store.close();

        assertThat(faultOf(store).message()).contains("stopping");
        assertThat(server.accepted()).isZero();
    }
}
