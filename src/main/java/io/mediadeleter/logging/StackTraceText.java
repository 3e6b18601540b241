package io.mediadeleter.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.mediadeleter.text.Printable;

/** A stack trace as Java writes it, but with the exceptions' messages escaped: one may hold what looks like a log line. */
final class StackTraceText {

    private StackTraceText() {}

    static void append(StringBuilder text, IThrowableProxy thrown) {
        append(text, "", "", thrown);
    }

    private static void append(StringBuilder text, String indent, String label, IThrowableProxy thrown) {
        String message = thrown.getMessage();
        text.append(indent).append(label).append(thrown.getClassName());
        if (message != null) {
            text.append(": ").append(Printable.quotable(message));
        }
        text.append('\n');
        if (thrown.isCyclic()) {
            return;
        }
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int own = frames.length - thrown.getCommonFrames();
        for (int i = 0; i < own; i++) {
            text.append(indent)
                    .append("\tat ")
                    .append(frames[i].getStackTraceElement())
                    .append('\n');
        }
        if (thrown.getCommonFrames() > 0) {
            text.append(indent)
                    .append("\t... ")
                    .append(thrown.getCommonFrames())
                    .append(" common frames omitted\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            append(text, indent + "\t", "Suppressed: ", suppressed);
        }
        IThrowableProxy cause = thrown.getCause();
        if (cause != null) {
            append(text, indent, "Caused by: ", cause);
        }
    }
}
