package io.mediadeleter.vod;

import com.tencentcloudapi.common.Credential;
import io.mediadeleter.time.Daemon;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The short-lived keys of a role. The SDK's credential object fetches new ones when it is read near their end, with
 * HTTP that has no timeouts and without any lock; so readers of its own read it, and a call gets a copy: a call worker
 * never waits for a role, and never signs with the id of one pair and the key of another.
 *
 * <p>Any thread may ask for the keys; the readers are daemon threads, ended by {@link #close()}.
 */
final class RoleCredentials implements CredentialSource {

    /** They take turns, so that one which hangs for ever leaves the others. */
    static final int READERS = 4;

    static final Duration INTERVAL = Duration.ofSeconds(15);

    /**
     * How long what was read may be used. The SDK hands out keys only with 5 minutes of life left, or else fails; so
     * these outlive a role endpoint that is away for a moment, and none is used after its end.
     */
    static final Duration VALIDITY = Duration.ofMinutes(4);

    private record Reading(Keys keys, long askedNanos) {}

    private static final Logger LOG = LoggerFactory.getLogger(RoleCredentials.class);

    private final Credential credential;
    private final Time time;
    private final AtomicReference<Reading> latest;
    private final ScheduledThreadPoolExecutor readers;

    private RoleCredentials(Credential credential, Keys first, Time time) {
        this.credential = credential;
        this.time = time;
        this.latest = new AtomicReference<>(new Reading(first, time.nanoTime()));
        this.readers = new ScheduledThreadPoolExecutor(READERS, Daemon.named("vod-credential-reader"));
    }

    /** Keeps the keys of this role fresh from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // a reader's turns have no result and end with the executor
    static RoleCredentials start(Credential credential, Keys first, Time time) {
        RoleCredentials role = new RoleCredentials(credential, first, time);
        for (int turn = 1; turn <= READERS; turn++) {
            role.readers.scheduleWithFixedDelay(
                    role::refresh, INTERVAL.toMillis() * turn, INTERVAL.toMillis() * READERS, TimeUnit.MILLISECONDS);
        }
        return role;
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
                    fresh -> latest.accumulateAndGet(new Reading(fresh, askedNanos), RoleCredentials::later),
                    () -> LOG.warn("The role's credentials could not be refreshed: it gave no usable keys"));
        } catch (RuntimeException e) {
            // Its class only: what the role's endpoint answered may hold keys.
            LOG.warn(
                    "The role's credentials could not be refreshed: {}",
                    e.getClass().getName());
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
        readers.shutdownNow();
    }
}
