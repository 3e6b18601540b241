package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.rule.FaultKind;
import java.util.regex.Pattern;

/** What to do about a kind of fault. */
final class Advice {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9:/._@+-]{1,300}");

    private Advice() {}

    static String ofDisproved(DeadLetter letter) {
        return "No request can have been where it says: it is forged, or comes from another cluster. Find out who wrote it."
                + " It cannot be replayed; `dead-letters discard " + letter.name() + "` takes it away.";
    }

    static String of(DeadLetter letter) {
        if (letter.origin().isEmpty()) {
            return "This service did not write it: find out who did. It cannot be replayed; `dead-letters discard "
                    + letter.place() + "` takes it away.";
        }
        if (letter.droppedBytes().isPresent()) {
            return "It is too large for the dead-letter topic: only this is left of it. It cannot be replayed; send"
                    + " it again from the request topic, where it is as long as that keeps it, then discard this.";
        }
        return letter.kind()
                .map(kind -> of(kind, letter))
                .orElse(
                        "Its headers do not say why it was given up. Look at the value; replay it when it is a request that"
                                + " is still wanted, else discard it.");
    }

    private static String of(FaultKind kind, DeadLetter letter) {
        return switch (kind) {
            case MALFORMED ->
                "No call was made: the record is not a valid request. Have upstream send a valid one, then"
                        + " discard this. A replay helps only when the rules for requests have changed, such as"
                        + " vod.allowed-sub-app-ids.";
            case PERMANENT ->
                "The API will not accept this request as it is. Fix what the message names (a permission,"
                        + " a sub-application) and replay it, or discard it when nobody needs it.";
            case TRANSIENT, THROTTLED ->
                "All attempts failed with transient errors. Replay it when the API has recovered. If it fails again,"
                        + " give the RequestId to the API's support.";
            case SYSTEMIC ->
                "Credentials, account or network, while other calls succeeded: check whether this"
                        + " sub-application's permissions differ. Fix it, then replay.";
            case ABSENT ->
                "The API says that there is no such media, and no earlier call of this request can have deleted it. A"
                        + " wrong sub-application reads the same: find out where the media is. Have upstream send a"
                        + " request that names it correctly, then discard this; discard it too when the media is gone.";
            case HELD ->
                "A hold names this request, so it was not called" + before(letter)
                        + "; the message says who holds it and why. If it must"
                        + " not be deleted, discard this. If it may: lift the hold, `holds remove " + hold(letter)
                        + "`, then `dead-letters replay --hold " + hold(letter) + "`. Replayed before that, it is HELD"
                        + " again.";
            case EXPIRED ->
                "When its turn came it was older than requests.max-age, or its timestamp makes no sense, so it was not"
                        + " called" + before(letter)
                        + ": what was asked so long ago may no longer be wanted. Ask whoever published it. If"
                        + " it is wanted, `dead-letters replay " + letter.name() + "`: its age counts from the replay."
                        + " `replay` skips EXPIRED ones unless they are selected by origin or --fault EXPIRED.";
        };
    }

    private static String before(DeadLetter letter) {
        return letter.mayHaveCalled() ? " again, though an earlier call may have deleted the media" : "";
    }

    /** For a command line, so only where a shell takes it as it is. */
    private static String hold(DeadLetter letter) {
        return letter.hold().filter(key -> PLAIN.matcher(key).matches()).orElse("KEY");
    }
}
