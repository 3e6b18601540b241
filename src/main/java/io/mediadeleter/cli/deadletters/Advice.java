package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;
import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
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
        return notWhole(letter) + letter.kind().map(kind -> of(kind, letter)).orElseGet(() -> ofUnclear(letter));
    }

    private static String of(FaultKind kind, DeadLetter letter) {
        return switch (kind) {
            case MALFORMED ->
                "No call was made" + malformedBefore(letter)
                        + ": the record is not a valid request. Have upstream send a valid one, then discard this."
                        + (isWhole(letter)
                                ? " A replay helps only when the rules for requests have changed, such as"
                                        + " vod.allowed-sub-app-ids."
                                : "");
            case PERMANENT -> letter.faultCode().startsWith(FaultTable.KAFKA) ? ofKafka(letter) : ofRefused(letter);
            case TRANSIENT, THROTTLED ->
                "All attempts failed with transient errors. When the API has recovered, " + again(letter)
                        + ". If it fails again, give the RequestId to the API's support.";
            case SYSTEMIC ->
                "Credentials, account or network, while other calls succeeded: check whether this"
                        + " sub-application's permissions differ. Fix it, then " + again(letter) + ".";
            case ABSENT ->
                "The API says that there is no such media, and no earlier call of this request can have deleted it. A"
                        + " wrong sub-application reads the same: find out where the media is. Have upstream send a"
                        + " request that names it correctly, then discard this; discard it too when the media is gone.";
            case HELD ->
                "A hold names this request, so it was not called" + before(letter)
                        + "; the message says who holds it and why. If it must"
                        + " not be deleted, discard this. If it may: lift the hold, `holds remove " + hold(letter)
                        + "`, then "
                        + (isWhole(letter) ? "`dead-letters replay --hold " + hold(letter) + "`" : again(letter))
                        + ". Before that, it ends as HELD again.";
            case EXPIRED ->
                "When its turn came it was older than requests.max-age, or its timestamp makes no sense, so it was not"
                        + " called" + before(letter)
                        + ": what was asked so long ago may no longer be wanted. Ask whoever published it. If"
                        + " it is wanted, "
                        + (isWhole(letter)
                                ? "`dead-letters replay " + letter.name() + "`: its age counts from the replay."
                                        + " `replay` skips EXPIRED ones unless they are selected by origin or --fault"
                                        + " EXPIRED."
                                : again(letter) + ".");
        };
    }

    private static String ofUnclear(DeadLetter letter) {
        return "Its headers do not say why it was given up, or say it in a word that this version does not know: it may"
                + " have been HELD or EXPIRED. "
                + (isWhole(letter)
                        ? "Look at the value; when it is a request that is still wanted, `dead-letters replay "
                                + letter.name() + "`"
                        : "When it is a request that is still wanted, " + again(letter))
                + ", else discard it.";
    }

    private static String ofRefused(DeadLetter letter) {
        return "The API will not accept this request as it is. Fix what the message names (a permission,"
                + " a sub-application) and " + again(letter) + ", or discard it when nobody needs it.";
    }

    private static String ofKafka(DeadLetter letter) {
        return "Kafka rejected a record of this request; the message says which, and whether the deletion is done. Fix"
                + " the cause, such as the topic's max.message.bytes, and " + again(letter)
                + ": calling again deletes nothing more, but for parts that were made again since, and what was not called is called"
                + (isWhole(letter) ? " at once, without a grace period" : "")
                + ". Or discard it when nobody needs it.";
    }

    private static String notWhole(DeadLetter letter) {
        if (letter.isKeyDamaged()) {
            return "It cannot be replayed: its md-origin-key is damaged. ";
        }
        return letter.droppedBytes().isPresent()
                ? "It cannot be replayed: it was too large, and only this is left of it. "
                : "";
    }

    private static boolean isWhole(DeadLetter letter) {
        return notWhole(letter).isEmpty();
    }

    private static String again(DeadLetter letter) {
        return isWhole(letter)
                ? "replay it"
                : "publish it again from the request topic (which has it only as long as it keeps its records) and"
                        + " discard this";
    }

    private static String before(DeadLetter letter) {
        return letter.mayHaveCalled() ? " again, though an earlier call may have deleted the media" : "";
    }

    /** It may have been a valid request, by other rules. */
    private static String malformedBefore(DeadLetter letter) {
        return letter.mayHaveCalled() ? " this time, though an earlier one may have deleted the media" : "";
    }

    /** For a command line, so only where a shell takes it as it is. */
    private static String hold(DeadLetter letter) {
        return letter.hold().filter(key -> PLAIN.matcher(key).matches()).orElse("KEY");
    }
}
