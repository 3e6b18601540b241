package io.mediadeleter.trace;

import io.mediadeleter.control.Hold;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.text.Excerpt;
import io.mediadeleter.text.Figures;
import io.mediadeleter.text.LostCharacters;
import io.mediadeleter.text.Printable;
import io.mediadeleter.trace.TraceEvent.Done;
import io.mediadeleter.trace.TraceEvent.Failure;
import io.mediadeleter.trace.TraceEvent.GivenUp;
import io.mediadeleter.trace.TraceEvent.Queued;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says where a request is, and what to do where something is to be done. What comes from outside is made printable. Pure. */
public final class StateSentence {

    private static final int MOST_CHARS = 300;
    private static final int MOST_NAMES = 3;

    private StateSentence() {}

    /**
     * On one line.
     *
     * @param now to say how long it is until something is due
     */
    public static String of(RequestTrace request, TraceState state, TraceFindings found, Instant now) {
        return switch (state.kind()) {
            case DONE -> done(request, state, found);
            case WAITING -> waiting(state, found, now);
            case HELD -> held(request, state);
            case DEAD_LETTER -> deadLetter(request, state);
            case RESOLVED ->
                "Its dead letter was taken off the table at " + time(state.at().time())
                        + ": it was discarded, or it was replayed and the topics no longer keep what became of it.";
            case GONE ->
                "It was settled after " + time(state.at().time()) + ", but "
                        + (found.isIncomplete()
                                ? "how is not known: not everything could be read."
                                : "the topics do not hold how: the result or the dead letter is no longer kept, or lies"
                                        + " behind a transaction that is open.");
        };
    }

    private static String done(RequestTrace request, TraceState state, TraceFindings found) {
        Done done = (Done) state.at().event();
        String requestId = done.requestId();
        return "Done: " + shown(done.outcome()) + (done.isDryRun() ? ", which deleted nothing," : "") + " at "
                + time(done.at() == null ? state.at().time() : done.at())
                + (requestId == null ? ", without a RequestId" : ", RequestId " + shown(requestId)) + ", "
                + (request.asked().requestedBy() == null
                        ? "the request does not say who asked for it"
                        : "asked for by "
                                + shown(Objects.requireNonNull(request.asked().requestedBy())))
                + (request.asked().parts().isEmpty()
                        ? ""
                        : ", these parts alone: "
                                + shown(Part.text(request.asked().parts())))
                + shared(request, done, found) + "."
                + (request.asked().reason() == null
                        ? ""
                        : " Reason: "
                                + ended(shown(
                                        Objects.requireNonNull(request.asked().reason()))))
                + (state.isAlsoGivenUp()
                        ? " It has a dead letter all the same: " + command("show", request) + "."
                        : "");
    }

    private static String shared(RequestTrace request, Done done, TraceFindings found) {
        if (!done.shared()) {
            return "";
        }
        List<String> others = Stream.concat(found.entries().stream(), found.sharing().stream())
                .filter(entry -> entry.event() instanceof Done other
                        && done.requestId() != null
                        && done.requestId().equals(other.requestId())
                        && !request.origin().equals(entry.origin()))
                .map(entry -> String.valueOf(entry.origin()))
                .distinct()
                .toList();
        return ", in a call that it shared with "
                + (others.isEmpty() ? "others that are no longer kept" : Figures.some(others, MOST_NAMES))
                + deleted(done.scope());
    }

    private static String deleted(@Nullable Scope scope) {
        return scope == null
                ? ""
                : " and that deleted "
                        + scope.match(() -> "the whole media", parts -> "the parts " + shown(Part.text(parts)));
    }

    private static String waiting(TraceState state, TraceFindings found, Instant now) {
        Queued queued = (Queued) state.at().event();
        String place = state.at().place() + due(queued.due(), now);
        Long ahead = state.ahead();
        String behind;
        if (ahead != null) {
            behind = ahead == 0 ? ", the next of its partition" : ", behind at most " + ahead + " others";
        } else {
            behind = found.commits() == null
                    ? ", unless it was settled meanwhile: how far the group has read is not known"
                    : ", and the group has not begun to read its partition";
        }
        Hold hold = state.hold();
        return "Waiting at " + place + behind + "." + pauses(found, now)
                + (hold == null
                        ? ""
                        : " The hold " + named(hold)
                                + " names it: when its turn comes it is not called and becomes a dead letter. To have it deleted: "
                                + removal(hold) + ".");
    }

    private static String due(@Nullable Instant due, Instant now) {
        if (due == null) {
            return "";
        }
        Duration left = Duration.between(now, due);
        return left.isNegative() || left.isZero()
                ? ", due since " + time(due)
                : ", due at " + time(due) + " (in " + length(left) + ")";
    }

    private static String pauses(TraceFindings found, Instant now) {
        return found.holds().stream()
                .filter(hold -> hold.selector().isPause() && hold.isInForce(now))
                .findFirst()
                .map(pause -> " Deletion has been paused since " + time(pause.since()) + " (" + named(pause)
                        + "). To go on: media-deleter resume.")
                .orElse("");
    }

    private static String held(RequestTrace request, TraceState state) {
        GivenUp given = (GivenUp) state.at().event();
        String key = shown(String.valueOf(given.hold()));
        Hold hold = state.hold();
        String now = hold == null
                ? "No hold names it any more."
                : "The hold " + named(hold) + " still names it: lift it first, with " + removal(hold) + ".";
        return "Held: the hold " + key + " named it at " + time(given.at()) + ", so it was not called"
                + (given.mayHaveBeenCalled() ? " again, though an earlier call may have deleted the media" : "") + ". "
                + now
                + " To have it deleted: " + command("replay", request) + "; else: " + command("discard", request) + ".";
    }

    private static String deadLetter(RequestTrace request, TraceState state) {
        GivenUp given = (GivenUp) state.at().event();
        Failure failure = given.failure();
        return "Dead letter since " + time(given.at()) + ", after " + given.attempts()
                + (given.attempts() == 1 ? " attempt: " : " attempts: ")
                + ended(shown(words(failure))) + " " + advice(String.valueOf(failure.kind()), request);
    }

    /** A message may bring the end of its sentence along. */
    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static String words(Failure failure) {
        String kind = failure.kind() == null ? "nobody knows why" : failure.kind();
        return kind
                + (failure.code() == null ? "" : " " + failure.code())
                + (failure.message() == null ? "" : ", " + failure.message());
    }

    private static String advice(String kind, RequestTrace request) {
        return kind.equals(FaultKind.MALFORMED.name())
                ? "It is no valid request: publish a valid one, then " + command("discard", request) + "."
                : "See what to do: " + command("show", request) + "; then replay or discard it.";
    }

    private static String command(String verb, RequestTrace request) {
        return "media-deleter dead-letters " + verb + " " + request.origin();
    }

    /** With the whole key, as it is run as it stands. */
    private static String removal(Hold hold) {
        String key = hold.selector().toString();
        return "media-deleter holds remove " + (LostCharacters.areIn(key) ? "--exactly " : "")
                + quoted(Printable.copyable(key));
    }

    /** For a shell, in which a name may mean something. */
    private static String quoted(String key) {
        return key.matches("[a-zA-Z0-9:/._@+-]+") ? key : "'" + key.replace("'", "'\\''") + "'";
    }

    private static String named(Hold hold) {
        return shown(hold.selector().toString()) + ", " + shown(hold.because());
    }

    static String shown(String text) {
        return Excerpt.of(text, MOST_CHARS);
    }

    /** In UTC, to the second. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String length(Duration left) {
        long seconds = left.plusMillis(999).toSeconds();
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min" : seconds / 3_600 + " h";
    }
}
