package io.mediadeleter.vod;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.pipeline.port.MediaStore;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import io.mediadeleter.rule.Outcome.Failed;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls as the tests of this package make them. */
final class TestCalls {

    static final String FILE_ID = "7447398156998994860";

    static final Keys KEYS = new Keys("AKIDtest-secret-id", "test-secret-key-0123456789", "test-token-0123456789");

    static final FaultTable TABLE = new FaultTable(Map.of());

    /** For workers that are not expected to fail. */
    static final Thread.UncaughtExceptionHandler UNHEARD = (thread, thrown) -> {};

    private TestCalls() {}

    static VodSettings settings(URI endpoint, int maxInFlight) {
        return new VodSettings(endpoint, Patience.LIMIT, Patience.LIMIT, maxInFlight);
    }

    /** A store with two workers. */
    static VodMediaStore store(URI endpoint) {
        return new VodMediaStore(settings(endpoint, 2), CredentialSource.fixed(KEYS), TABLE, UNHEARD);
    }

    /** A store with two workers that waits 400 ms for the end of a call: on a busy machine even for one that is answered. */
    static VodMediaStore hastyStore(URI endpoint) {
        VodSettings settings = new VodSettings(endpoint, Duration.ofMillis(300), Duration.ofMillis(400), 2);
        return new VodMediaStore(settings, CredentialSource.fixed(KEYS), TABLE, UNHEARD);
    }

    /** What to delete of which media. */
    record Asked(MediaId media, Scope scope) {}

    static Asked whole() {
        return new Asked(new MediaId(1L, FILE_ID), new Scope.Whole());
    }

    static Asked parts(Part... parts) {
        return new Asked(new MediaId(null, FILE_ID), new Scope.Parts(List.of(parts)));
    }

    static CompletableFuture<Outcome> start(MediaStore store, Asked asked) {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        store.delete(
                asked.media(),
                asked.scope(),
                () -> true,
                outcome -> assertThat(end.complete(outcome))
                        .as("the only outcome of the call")
                        .isTrue());
        return end;
    }

    static Outcome outcomeOf(MediaStore store, Asked asked) {
        return start(store, asked)
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join(); // join() alone would outwait any @Timeout
    }

    static Fault faultOf(MediaStore store) {
        Outcome outcome = outcomeOf(store, whole());
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed) outcome).fault();
    }
}
