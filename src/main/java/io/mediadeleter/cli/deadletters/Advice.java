package io.mediadeleter.cli.deadletters;

import io.mediadeleter.deadletter.DeadLetter;

/** What to do about a kind of fault. */
final class Advice {

    private Advice() {}

    static String of(DeadLetter letter) {
        if (letter.origin().isEmpty()) {
            return "This service did not write it: find out who did. It cannot be replayed; `dead-letters discard "
                    + letter.place() + "` takes it away.";
        }
        if (letter.droppedBytes().isPresent()) {
            return "It is too large for the dead-letter topic: only this is left of it. It cannot be replayed; send it"
                    + " again"
                    + " from the request topic, where it is as long as that keeps it, then discard this.";
        }
        return switch (letter.faultKind()) {
            case "MALFORMED" ->
                "No call was made: the record is not a valid request. Have upstream send a valid one, then"
                        + " discard this. A replay helps only when the rules for requests have changed, such as"
                        + " vod.allowed-sub-app-ids.";
            case "PERMANENT" ->
                "The API will not accept this request as it is. Fix what the message names (a permission,"
                        + " a sub-application) and replay it, or discard it when nobody needs it.";
            case "TRANSIENT" ->
                "All attempts failed with transient errors. Replay it when the API has recovered. If it fails again,"
                        + " give the RequestId to the API's support.";
            case "SYSTEMIC" ->
                "Credentials, account or network, while other calls succeeded: check whether this"
                        + " sub-application's permissions differ. Fix it, then replay.";
            default ->
                "Its headers do not say why it was given up. Look at the value; replay it when it is a request that"
                        + " is still wanted, else discard it.";
        };
    }
}
