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
            return "It is too large for the dead-letter topic: only this is left of it. It cannot be replayed; send it again"
                    + " from the request topic, where it is as long as that keeps it, then discard this.";
        }
        return switch (letter.faultKind()) {
            case "MALFORMED" ->
                "No call was made: the bytes are no valid request. Have upstream send a right one, then"
                        + " discard this. A replay helps only when the rules for requests have changed, such as"
                        + " vod.allowed-sub-app-ids.";
            case "PERMANENT" ->
                "The API will not accept this request as it is. Mend what the message names (a permission,"
                        + " a sub-application) and replay it, or discard it when nobody needs it.";
            case "TRANSIENT" ->
                "All attempts failed for reasons that pass. Replay it when the API is well again. Does it"
                        + " come back? Ask the API's support with the RequestId.";
            case "SYSTEMIC" ->
                "Credentials, account or network, while other calls went well: see whether this"
                        + " sub-application's permissions differ. Mend it, then replay.";
            default ->
                "Its headers do not say why it was given up. Look at the value; replay it when it is a request that"
                        + " is still wanted, else discard it.";
        };
    }
}
