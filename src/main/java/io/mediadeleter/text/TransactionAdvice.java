package io.mediadeleter.text;

/** How to find a transaction that stays open, and how to end it. The texts are without a stop. */
public final class TransactionAdvice {

    private static final String LOOK =
            "`kafka-transactions.sh --bootstrap-server BROKERS describe-producers --topic TOPIC --partition N` names it";

    /**
     * Wherever it may be a publisher's. Not {@code find-hanging}: it leaves out what has been open for less than 15 minutes, and the
     * brokers abort most of the others by themselves.
     */
    public static final String HOW = LOOK
            + ", and `abort` with the same options and --start-offset OFFSET ends it; do not abort one of this service's own"
            + " (its transactional id begins with the group's id): that may lose results";

    /**
     * On topics that this service alone writes. Kafka may have left out the commit of such a transaction in one partition, and an abort
     * would then take from all readers what was committed.
     */
    public static final String OWN =
            "Do not abort it: it is this service's own, and that may lose results. Start again what wrote it,"
                    + " an instance or a dead-letters command, whose next commit there ends it; " + LOOK
                    + ", and `list` its transactional id";

    private TransactionAdvice() {}
}
