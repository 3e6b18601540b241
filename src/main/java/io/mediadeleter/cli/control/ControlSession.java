package io.mediadeleter.cli.control;

import io.mediadeleter.cli.console.ProcessContext;
import io.mediadeleter.cli.console.Progress;
import io.mediadeleter.config.Settings;
import io.mediadeleter.control.Hold;
import io.mediadeleter.control.Selector;
import io.mediadeleter.control.holds.ControlReader;
import io.mediadeleter.control.holds.ControlView;
import io.mediadeleter.control.holds.OwnEntries;
import io.mediadeleter.control.holds.OwnEntries.WrittenEntry;
import io.mediadeleter.control.holds.RollCall;
import io.mediadeleter.control.holds.RollCall.Member;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.control.ControlFailure;
import io.mediadeleter.kafka.control.ControlTopicClient;
import io.mediadeleter.kafka.control.ControlTopicClient.Receipt;
import io.mediadeleter.kafka.control.GroupRoll;
import io.mediadeleter.time.CancellationToken;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads of the control topic, and writes to it. Confined to one thread.
 *
 * <p>From the first write on, Ctrl-C does not end the process but asks it to stop, so that it can say what is written.
 */
final class ControlSession implements AutoCloseable {

    /** As many are written before the next look at Ctrl-C. */
    private static final int CHUNK = 1_000;

    private static final Duration BETWEEN_ROLL_CALLS = Duration.ofSeconds(1);

    /**
     * How writing ended.
     *
     * @param isStopped by a signal, between two writes
     * @param problem why not all was written; null when it was, or a signal came
     */
    record WriteOutcome(boolean isStopped, @Nullable ControlFailure problem) {

        boolean isWhole() {
            return !isStopped && problem == null;
        }

        /** Why it ended early, and what is certain of what was not acknowledged. */
        String reason() {
            if (problem == null) {
                return "interrupted, and nothing more is on its way";
            }
            return problem.getMessage()
                    + (problem.isRefusal() ? "" : ". What was on its way may be on the topic or not");
        }
    }

    private final Settings settings;
    private final ProcessContext context;
    private final PrintWriter messages;
    private final ControlTopicClient client;
    private final ControlView view;
    private final OwnEntries own = new OwnEntries();
    private final CancellationToken stop = new CancellationToken();
    private long acknowledgedNanos;

    /**
     * Connects, and looks whether the topic is one that a group can be stopped by.
     *
     * @param kept the holds to read; others take no memory
     * @param messages for what is said to those who wait
     */
    ControlSession(Settings settings, ProcessContext context, Predicate<Hold> kept, PrintWriter messages) {
        this.settings = settings;
        this.context = context;
        this.messages = messages;
        this.view = new ControlView(kept);
        this.client = new ControlTopicClient(settings.kafka(), settings.topics().control());
    }

    /** What has been read. */
    ControlView view() {
        return view;
    }

    /** What has been written, and what became of it. */
    OwnEntries own() {
        return own;
    }

    ControlTopicClient client() {
        return client;
    }

    /** Reads everything that is on the topic now; what time it is for the brokers. */
    Instant readToNow() {
        return client.readToNow(logged -> {
            view.read(logged);
            own.read(logged);
        });
    }

    /**
     * Writes for each of these, in their order.
     *
     * @param chunk writes for some
     */
    WriteOutcome write(Collection<Selector> selectors, Function<List<Selector>, Receipt> chunk, Progress progress) {
        context.onSignal().accept(stop::ask);
        List<Selector> next = new ArrayList<>(CHUNK);
        int left = selectors.size();
        for (Selector selector : selectors) {
            next.add(selector);
            left--;
            if (next.size() < CHUNK && left > 0) {
                continue;
            }
            if (stop.isAsked()) {
                progress.clear();
                return new WriteOutcome(true, null);
            }
            Receipt receipt = chunk.apply(next);
            acknowledgedNanos = context.time().nanoTime();
            receipt.written().forEach(own::wrote);
            progress.add(receipt.written().size());
            next.clear();
            if (receipt.failure().isPresent()) {
                progress.clear();
                return new WriteOutcome(false, receipt.failure().get());
            }
        }
        progress.clear();
        return new WriteOutcome(false, null);
    }

    /** Waits until no instance that looks can act by what it had read before; false when Ctrl-C was pressed. */
    boolean awaitLease() {
        return await(ControlReader.LEASE.plus(ControlReader.MARGIN));
    }

    /** Waits for that, and finds out whether the records still stand and every member of the group looks. */
    HoldConfirmation confirm() {
        WrittenEntry last = own.last().orElseThrow();
        try (GroupRoll roll = new GroupRoll(settings.kafka())) {
            readToNow(); // while time passes anyway
            return awaitLease()
                    ? confirmation(roll, last)
                    : HoldConfirmation.none(own, "it was not waited until every instance is certain to obey");
        } catch (ControlFailure | KafkaFailure failed) {
            return HoldConfirmation.none(own, String.valueOf(failed.getMessage()));
        }
    }

    private HoldConfirmation confirmation(GroupRoll roll, WrittenEntry last) {
        Map<String, Member> awaited = new LinkedHashMap<>();
        while (true) {
            List<Member> members = roll.members();
            readToNow();
            RollCall call = RollCall.of(members, view.probes(), last);
            boolean isWaitedFor = sinceAcknowledged().compareTo(call.patience()) < 0;
            if (!isWaitedFor
                    || !await(sinceAcknowledged().plus(awaited.isEmpty() ? Duration.ZERO : BETWEEN_ROLL_CALLS))) {
                return HoldConfirmation.of(call, awaited, own, settings.topics().control());
            }
            boolean isTold = !awaited.isEmpty();
            call.absent().forEach(absent -> awaited.put(HoldConfirmation.name(absent.member()), absent.member()));
            if (!isTold) {
                messages.println("Waiting for " + String.join(", ", awaited.keySet())
                        + ", not seen on the control topic since the record was written.");
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Duration sinceAcknowledged() {
        return Duration.ofNanos(context.time().nanoTime() - acknowledgedNanos);
    }

    /** Until so long after the last acknowledgement. */
    private boolean await(Duration after) {
        for (Duration left = after.minus(sinceAcknowledged());
                left.compareTo(Duration.ZERO) > 0 && !stop.isAsked();
                left = after.minus(sinceAcknowledged())) {
            stop.await(context.time(), left.toNanos());
        }
        return !stop.isAsked();
    }
}
