package io.mediadeleter.pipeline.gate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.LoggedEntry;
import io.mediadeleter.control.Membership;
import io.mediadeleter.control.Probe;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.control.members.NameUse;
import io.mediadeleter.event.Delivery;
import io.mediadeleter.pipeline.port.GroupKnowledge;
import io.mediadeleter.pipeline.status.PipelineStatus.Control;
import io.mediadeleter.rule.AgeLimit;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.time.Moment;
import io.mediadeleter.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the group lets a call start: nobody has paused it, no hold names the request, and the request is not too old. The rule
 * by which this instance knows is {@link ControlReader}'s; what it has read is kept here, between the thread that reads and the one
 * that calls. Thread-safe.
 */
public final class ControlGate implements GroupKnowledge {

    private final Time time;
    private final AgeLimit ages;
    private final Moment made;

    @GuardedBy("this")
    private @Nullable ControlReader reader;

    /** A gate that is shut until it has read the control topic. */
    public ControlGate(Time time, AgeLimit ages) {
        this.time = time;
        this.ages = ages;
        this.made = time.moment();
    }

    /** Uses this reader, which has read nothing yet, from now on; null: no call may start until there is one. */
    public synchronized void follow(@Nullable ControlReader next) {
        reader = next;
    }

    /** The reader goes on. */
    public synchronized void read(List<LoggedEntry> entries) {
        ControlReader following = reader;
        if (following != null) {
            Moment now = time.moment();
            entries.forEach(entry -> following.read(entry, now));
        }
    }

    /** The probe to write now, if one is due; with what the process is in the group. */
    public synchronized Optional<Probe> probe(@Nullable Membership member) {
        return Optional.ofNullable(reader).flatMap(following -> following.probe(member, time.moment()));
    }

    /** The last probe, of a process that leaves the group; empty for one that has written none. */
    public synchronized Optional<Probe> farewell() {
        return Optional.ofNullable(reader).map(following -> following.next(null, time.moment()));
    }

    /** How long it is until the next probe is due; not above zero when one is. */
    public synchronized Duration untilProbe() {
        return reader == null ? Duration.ZERO : reader.untilProbe(time.moment());
    }

    /** When the last probe that came back was sent; empty before the first has. */
    public synchronized Optional<Moment> proof() {
        return Optional.ofNullable(reader).flatMap(ControlReader::proof);
    }

    /** Whether some hold could not be kept, so that all of them have to be read anew. */
    public synchronized boolean hasDropped() {
        return reader != null && reader.hasDropped();
    }

    /** Whether what was read counts for nothing any more. */
    public synchronized boolean isStale() {
        return reader != null && reader.isStale(time.moment());
    }

    /** Whether calls may start, apart from those that {@link #objection} is raised to. */
    public synchronized boolean allowsCalls() {
        Moment now = time.moment();
        return reader != null
                && reader.isLeased(now)
                && !reader.isOverfull()
                && reader.pauses(now).isEmpty();
    }

    /** What time it is for the brokers, no later than it is there; {@link Instant#MIN} while that is not known. */
    public synchronized Instant brokerNow() {
        return reader == null ? Instant.MIN : reader.brokerNow(time.moment());
    }

    /** The same for people: empty while it is not known. */
    public Optional<Instant> knownBrokerNow() {
        return Optional.of(brokerNow()).filter(now -> !now.equals(Instant.MIN));
    }

    @Override
    public synchronized KnownStart knownStart() {
        Moment now = time.moment();
        return new KnownStart(
                reader != null && reader.isLeased(now),
                reader == null ? null : reader.start(now).orElse(null));
    }

    @Override
    public synchronized NameUse nameSince(Moment then) {
        return reader == null ? NameUse.UNKNOWN : reader.nameSince(then);
    }

    /** Does this if calls may start; until it is done nothing changes in what {@link #objection} goes by. */
    public synchronized <T> Optional<T> whileOpen(Supplier<T> action) {
        return allowsCalls() ? Optional.of(action.get()) : Optional.empty();
    }

    /**
     * Why no call must be made for this delivery, now or ever; empty when it may be made. To be asked {@link #whileOpen}: at
     * other times nothing is known.
     */
    public synchronized Optional<Fault> objection(Delivery delivery) {
        Moment now = time.moment();
        Instant brokerNow = reader == null ? now.wall() : reader.latestBrokerNow(now);
        return Optional.ofNullable(reader)
                .flatMap(following -> following.naming(delivery.request(), now))
                .flatMap(ControlGate::fault)
                .or(() -> ages.objection(delivery, brokerNow));
    }

    /** What it knows. */
    public synchronized Control status() {
        Moment now = time.moment();
        boolean isNew = now.longestSince(made).compareTo(ControlReader.LEASE) < 0;
        if (reader == null) {
            return new Control(false, List.of(), 0, false, isNew, null);
        }
        return new Control(
                reader.isLeased(now),
                reader.pauses(now),
                reader.size(),
                reader.isOverfull(),
                isNew && reader.proof().isEmpty(),
                reader.namesake().orElse(null));
    }

    private static Optional<Fault> fault(Hold hold) {
        String key = hold.selector().toString();
        String until = hold.until() == null ? "" : " until " + hold.until();
        String putOn = hold.by() == null ? ": " : ", put on ";
        return hold.selector()
                .kind()
                .faultCode()
                .map(code -> Fault.held(code, key, "The hold " + key + until + putOn + hold.because()));
    }
}
