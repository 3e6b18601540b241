package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short-lived keys of a role. The SDK's credential object fetches new ones when it is read near their end, without any
 * lock and for as long as an answer trickles in; so threads of its own read it, and a call gets a copy: a call worker
 * never waits for a role, and never signs with the id of one pair and the key of another.
 *
 * <p>Any thread may ask for the keys; the readers are daemon threads. No new one begins after {@link #close()}.
 */
final class RoleCredentials implements CredentialSource {

    static final Duration INTERVAL = Duration.ofSeconds(15);

    /** A reader may hang for ever: the next begins after this; after twice as long where two hang, and so on. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Readers that hang for good each keep a thread: those beyond this many count also after an answer has come. */
    static final int MOST_FORGOTTEN = 20;

    /**
     * How long what was read may be used. The SDK hands out keys only with 5 minutes of life left, or else fails; so
     * these outlive a role endpoint that is away for a moment, and none is used after its end.
     */
    static final Duration VALIDITY = Duration.ofMinutes(4);

    private record Reading(Keys keys, long askedNanos) {}

    private static final Logger log = LoggerFactory.getLogger(RoleCredentials.class);

    private final Credential credential;
    private final Time time;
    private final AtomicReference<Reading> latest;
    private final ScheduledThreadPoolExecutor turns =
            new ScheduledThreadPoolExecutor(1, Daemon.named("vod-credential-turns"));
    private final Consumer<Runnable> readers;
    private final AtomicInteger reading = new AtomicInteger();

    /** Those of them that hung before the endpoint last answered, which says more of it than they do. */
    private final AtomicInteger forgotten = new AtomicInteger();

    private long beganNanos;

    private RoleCredentials(Credential credential, Keys first, Time time, Consumer<Runnable> readers) {
        this.credential = credential;
        this.time = time;
        this.readers = readers;
        this.latest = new AtomicReference<>(new Reading(first, time.nanoTime()));
        this.beganNanos = time.nanoTime();
    }

    /** Keeps the keys of this role fresh from now on. */
    static RoleCredentials start(Credential credential, Keys first, Time time) {
        return start(credential, first, time, body -> Daemon.start("vod-credential-reader", body));
    }

    /** @param readers runs each reading on a thread of its own */
    @SuppressWarnings("FutureReturnValueIgnored") // the turns have no result and end with the executor
    static RoleCredentials start(Credential credential, Keys first, Time time, Consumer<Runnable> readers) {
        RoleCredentials role = new RoleCredentials(credential, first, time, readers);
        role.turns.scheduleWithFixedDelay(role::turn, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return role;
    }

    /** Has them read on another thread, unless others are at it who may still come back. Confined to one thread. */
    void turn() {
        int others = Math.max(0, reading.get() - forgotten.get());
        long now = time.nanoTime();
        if (others > 0 && now - beganNanos < PATIENCE.multipliedBy(others).toNanos()) {
            return;
        }
        if (others > 0) {
            log.warn("The role endpoint does not answer ({} requests pending); asking again", others);
        }
        beganNanos = now;
        reading.incrementAndGet();
        try {
            readers.accept(() -> {
                try {
                    refresh();
                } finally {
                    int left = reading.decrementAndGet();
                    forgotten.accumulateAndGet(left, Math::min); // one that hung has come back
                }
            });
        } catch (RuntimeException | Error failed) {
            reading.decrementAndGet(); // at a limit of threads, perhaps: what throws is never scheduled again
            log.warn("The role's credentials could not be asked for; trying again: {}", failed.toString());
        }
    }

    @Override
    public Optional<Keys> keys() {
        Reading reading = latest.get();
        boolean isValid = time.nanoTime() - reading.askedNanos() <= VALIDITY.toNanos();
        return isValid ? Optional.of(reading.keys()) : Optional.empty();
    }

    /** Reads once; what fails leaves the keys as they are. */
    void refresh() {
        long askedNanos = time.nanoTime();
        try {
            Optional<Keys> keys = read(credential);
            keys.ifPresentOrElse(
                    fresh -> take(new Reading(fresh, askedNanos)),
                    () -> log.warn("The role's credentials could not be refreshed: it gave no usable keys"));
        } catch (RuntimeException e) {
            // Its class only: what the role's endpoint answered may hold keys.
            log.warn(
                    "The role's credentials could not be refreshed: {}",
                    e.getClass().getName());
        }
    }

    private void take(Reading fresh) {
        if (latest.accumulateAndGet(fresh, RoleCredentials::later).equals(fresh)) {
            forgotten.set(Math.max(0, Math.min(MOST_FORGOTTEN, reading.get() - 1)));
        }
    }

    /** The keys of a credential object; empty when it has none, or when they change meanwhile. May block. */
    static Optional<Keys> read(Credential credential) {
        String secretId = credential.getSecretId();
        if (secretId == null) {
            return Optional.empty();
        }
        Optional<Keys> keys = Keys.of(secretId, credential.getSecretKey(), credential.getToken());
        return Objects.equals(secretId, credential.getSecretId()) ? keys : Optional.empty();
    }

    /** A reader that hung may come back with old keys. */
    private static Reading later(Reading one, Reading other) {
        return one.askedNanos() - other.askedNanos() > 0 ? one : other;
    }

    @Override
    public void close() {
        turns.shutdownNow();
    }
}
