package io.mediadeleter.deadletter;

import io.mediadeleter.rule.FaultKind;
import io.mediadeleter.rule.FaultTable;
import java.util.Optional;

/** Why a letter that was asked for is left as it is. */
public enum SkipReason {
    /** Not this service's: its key is no origin. */
    FOREIGN(
            "not written by this service (the key is no origin on a topic of this group)",
            "only discard can name it, by its place"),
    /** There can have been no request where its key says. */
    DISPROVED(
            "with an origin that the topic's history disproves (forged, or from another cluster)",
            "`dead-letters show` says why, discard takes them away"),
    /** The header that keeps the request's key is damaged. */
    DAMAGED(
            "with a damaged md-origin-key, so that the request's own key is lost",
            "`dead-letters show` says what to do"),
    /** Only its name is there. */
    CUT("without their value, which was too large for the dead-letter topic", "`dead-letters show` says what to do"),
    /** No valid request. */
    MALFORMED(
            "MALFORMED, which fail again unless the rules for requests have changed",
            "to replay them anyway, select them with --fault MALFORMED or by origin"),
    /** Withdrawn by a hold. */
    HELD(
            "HELD, because somebody has withdrawn the deletion",
            "to replay them anyway, lift the hold and select them with --hold, --fault HELD or by origin"),
    /** Older than what is still acted on. */
    EXPIRED(
            "EXPIRED, because what was asked so long ago may no longer be wanted",
            "to replay them anyway, select them with --fault EXPIRED or by origin"),
    /** Refused by its grace topic; a replay does not wait. */
    WITHOUT_GRACE(
            "whose grace period never began (Kafka.GraceRefused, Kafka.GraceTooLarge), and which would be called at once",
            "to have them called at once, select them with --fault and their code, or by origin; publish the others again"),
    /** HELD or EXPIRED perhaps: no header says so that can be read. */
    UNCLEAR(
            "with headers that do not say why they were given up, or in a word that this version does not know",
            "they may have been HELD or EXPIRED; to replay them anyway, select them by origin or with --fault UNKNOWN"),
    /** A call in another sub-application would be one for another media, and one that nobody has seen. */
    OTHER_SUB_APP(
            "given up for another sub-application than the one to call them in (--call-in, or else vod.default-sub-app-id of this command's settings), and naming none",
            "to replay them, use the service's settings, or give --call-in either the one that they were given up for or that default"),
    /** Came back too often. */
    WORN("replayed --max-replays times already", "to include them, give a larger --max-replays");

    private final String what;
    private final String remedy;

    SkipReason(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /** Continues the sentence "5 dead letters skipped: …". */
    public String what() {
        return what;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /**
     * Why the letter is not replayed, if so.
     *
     * @param maxReplays replayed this often already, it is left out
     * @param history read after the letters' extent was fixed
     */
    public static Optional<SkipReason> ofReplay(
            DeadLetter letter, DeadLetterFilter filter, int maxReplays, OriginHistory history, SubAppChoice subApps) {
        if (letter.origin().isEmpty()) {
            return Optional.of(FOREIGN);
        }
        if (history.disproof(letter).isPresent()) {
            return Optional.of(DISPROVED);
        }
        if (letter.isKeyDamaged()) {
            return Optional.of(DAMAGED);
        }
        if (letter.droppedBytes().isPresent()) {
            return Optional.of(CUT);
        }
        if (isWithoutGrace(letter) && !filter.isNamed(letter) && !filter.isCode(letter)) {
            return Optional.of(WITHOUT_GRACE);
        }
        Optional<SkipReason> byKind = letter.kind().map(SkipReason::unlessMeant).orElse(Optional.of(UNCLEAR));
        if (byKind.isPresent() && !isMeant(letter, filter)) {
            return byKind;
        }
        if (subApps.isOpen(letter)) {
            return Optional.of(OTHER_SUB_APP);
        }
        return letter.replays() >= maxReplays ? Optional.of(WORN) : Optional.empty();
    }

    /** Why the letter is not discarded, if so. */
    public static Optional<SkipReason> ofDiscard(DeadLetter letter, DeadLetterFilter filter, int maxReplays) {
        boolean isMeant = letter.message().key() != null && filter.isNamed(letter);
        if (letter.origin().isEmpty() && !isMeant) {
            return Optional.of(FOREIGN);
        }
        return letter.replays() >= maxReplays ? Optional.of(WORN) : Optional.empty();
    }

    /** Their kind says too little: it is that of all that is given up at once. */
    private static boolean isWithoutGrace(DeadLetter letter) {
        return letter.faultCode().equals(FaultTable.GRACE_REFUSED)
                || letter.faultCode().equals(FaultTable.GRACE_TOO_LARGE);
    }

    /** Of a letter of no known kind its code says too little: it may be that of the attempt before it was held. */
    private static boolean isMeant(DeadLetter letter, DeadLetterFilter filter) {
        return filter.isNamed(letter)
                || filter.isHeld(letter)
                || (letter.kind().isPresent() ? filter.isFault(letter) : filter.isKind(letter));
    }

    /** Why letters of this kind are replayed only where somebody means just them. */
    private static Optional<SkipReason> unlessMeant(FaultKind kind) {
        return switch (kind) {
            case MALFORMED -> Optional.of(MALFORMED);
            case HELD -> Optional.of(HELD);
            case EXPIRED -> Optional.of(EXPIRED);
            case THROTTLED, SYSTEMIC, ABSENT, PERMANENT, TRANSIENT -> Optional.empty();
        };
    }
}
