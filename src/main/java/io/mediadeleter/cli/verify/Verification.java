package io.mediadeleter.cli.verify;

import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.Fault;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.time.CancellationToken;
import io.mediadeleter.time.Time;
import io.mediadeleter.vod.MediaInquiry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes results and asks the API about them, twenty media a call, one call at a time and no more of them a second than it was
 * told. Each result that is asked for comes out once, with what the API says of it. Confined to one thread.
 */
final class Verification {

    /** A question as it is asked: of some media of a group. */
    private record Asking(InquiryBatches.Group group, List<String> fileIds, int failures) {}

    private final MediaInquiry inquiry;
    private final long nanosBetweenCalls;
    private final Time time;
    private final CancellationToken stop;
    private final Consumer<CheckedDeletion> whenChecked;
    private final Consumer<Fault> whenWaiting;
    private final AskedMedia asked = new AskedMedia();
    private final InquiryBatches open = new InquiryBatches();
    private long calls;
    private long nextCallAt;
    private @Nullable Long silentSince;
    private long unasked;
    private @Nullable Fault ended;

    /**
     * Nothing is asked yet.
     *
     * @param perSecond calls a second
     * @param whenChecked gets each result that was asked for
     * @param whenWaiting gets the fault when the same question has failed twice
     */
    Verification(
            MediaInquiry inquiry,
            int perSecond,
            ProcessTime process,
            Consumer<CheckedDeletion> whenChecked,
            Consumer<Fault> whenWaiting) {
        this.inquiry = inquiry;
        this.nanosBetweenCalls = Duration.ofSeconds(1).toNanos() / perSecond;
        this.time = process.time();
        this.stop = process.stop();
        this.whenChecked = whenChecked;
        this.whenWaiting = whenWaiting;
        this.nextCallAt = time.nanoTime();
    }

    /** The clock, and the wish to end. */
    record ProcessTime(Time time, CancellationToken stop) {}

    /** Takes a result, and asks when there is enough to ask; false when it is the same as one before. */
    boolean take(DeletionResult result) {
        boolean isWhole = result.scope() instanceof Scope.Whole;
        if ((isWhole && !asked.isNew(result.media())) || !open.add(result)) {
            return false;
        }
        open.due(result).ifPresent(this::ask);
        return true;
    }

    /** Asks for whatever is left. */
    void finish() {
        for (Optional<InquiryBatches.Group> next = open.next(); next.isPresent(); next = open.next()) {
            ask(next.get());
        }
    }

    /** False once it is stopped, or the API is asked no more. */
    boolean goesOn() {
        return ended == null && !stop.isAsked();
    }

    /** Why the API is asked no more; empty when it answers. */
    Optional<Fault> ended() {
        return Optional.ofNullable(ended);
    }

    /** How many calls were made. */
    long calls() {
        return calls;
    }

    /** How many results were taken and have no answer. */
    long unasked() {
        return unasked + open.size();
    }

    private void ask(InquiryBatches.Group group) {
        Deque<Asking> left = new ArrayDeque<>();
        left.push(new Asking(group, List.copyOf(group.byFileId().keySet()), 0));
        while (!left.isEmpty()) {
            Asking asking = left.pop();
            if (goesOn() && await(nextCallAt - time.nanoTime())) {
                ask(asking, left);
            } else {
                results(asking).forEach(result -> unasked++);
            }
        }
    }

    private void ask(Asking asking, Deque<Asking> left) {
        nextCallAt = time.nanoTime() + nanosBetweenCalls;
        calls++;
        MediaInquiry.Answer answer = inquiry.ask(question(asking));
        answer.told().ifPresent(told -> {
            silentSince = null;
            results(asking)
                    .forEach(result -> whenChecked.accept(CheckedDeletion.of(
                            result, told.media().get(result.media().fileId()), time.now(), told.requestId())));
        });
        answer.fault().ifPresent(fault -> unanswered(asking, fault, left));
    }

    private void unanswered(Asking asking, Fault fault, Deque<Asking> left) {
        int failures = asking.failures() + 1;
        InquiryPolicy.Decision decision =
                InquiryPolicy.decide(fault, failures, asking.fileIds().size(), silence(fault));
        switch (decision.step()) {
            case AGAIN -> {
                if (failures == 2) {
                    whenWaiting.accept(fault);
                }
                await(decision.pause().toNanos());
                left.push(new Asking(asking.group(), asking.fileIds(), failures));
            }
            case HALVES -> {
                int half = asking.fileIds().size() / 2;
                List<String> ids = asking.fileIds();
                left.push(new Asking(asking.group(), ids.subList(half, ids.size()), 0));
                left.push(new Asking(asking.group(), ids.subList(0, half), 0));
            }
            case LEAVE ->
                results(asking)
                        .forEach(result -> whenChecked.accept(CheckedDeletion.unanswered(result, fault, time.now())));
            case END -> {
                ended = fault;
                left.push(asking);
            }
        }
    }

    /** For how long no question has been answered; a refusal of what was asked is an answer. */
    private Duration silence(Fault fault) {
        long now = time.nanoTime();
        boolean isAnswer = fault.kind() == FaultKind.ABSENT || fault.kind() == FaultKind.PERMANENT;
        if (silentSince == null || isAnswer) {
            silentSince = isAnswer ? null : now;
            return Duration.ZERO;
        }
        return Duration.ofNanos(now - silentSince);
    }

    private static MediaInquiry.Question question(Asking asking) {
        boolean withParts = results(asking).stream().anyMatch(result -> result.parts() > 0);
        return new MediaInquiry.Question(asking.group().subAppId(), Set.copyOf(asking.fileIds()), withParts);
    }

    private static List<DeletionResult> results(Asking asking) {
        Map<String, List<DeletionResult>> byFileId = asking.group().byFileId();
        return asking.fileIds().stream()
                .flatMap(id -> byFileId.getOrDefault(id, List.of()).stream())
                .toList();
    }

    /** False when it was stopped before. */
    private boolean await(long nanos) {
        long until = time.nanoTime() + Math.max(0, nanos);
        while (!stop.isAsked() && time.nanoTime() - until < 0) {
            stop.await(time, until - time.nanoTime());
        }
        return !stop.isAsked();
    }
}
