package io.mediadeleter.text;

/**
 * Marks an exception that was foreseen: its message tells an operator in one line what is wrong and what to do. Where it was
 * thrown is of no use to anyone, so its stack trace is never shown.
 */
public interface OperatorError {

    /** Whether what the process was given has to be changed first, so that the exit code is that of a wrong setting. */
    default boolean isMisconfiguration() {
        return false;
    }
}
