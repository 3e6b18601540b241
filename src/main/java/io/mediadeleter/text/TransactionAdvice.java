package io.mediadeleter.text;

/** How to find a transaction that stays open, and how to end it. */
public final class TransactionAdvice {

    /**
     * Without a stop. Not {@code find-hanging}: it leaves out what has been open for less than 15 minutes, and the brokers abort most of
     * the others by themselves.
     */
    public static final String HOW =
            "`kafka-transactions.sh --bootstrap-server BROKERS describe-producers --topic TOPIC"
                    + " --partition N` names it, and `abort` with the same options and --start-offset OFFSET ends it";

    private TransactionAdvice() {}
}
