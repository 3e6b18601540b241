package io.mediadeleter.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import io.mediadeleter.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * A line for people: time, level, logger, message, then the fields as {@code name="value"}; a stack trace follows on lines of
 * its own. Every value is escaped, the message and its quotes, too: what is between unescaped quotes after a field's name is
 * that field, whatever a request or an answer holds, and an event begins no line but its own. Thread-safe.
 */
public final class TextLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    /** Levels have four letters or five. */
    private static final int SHORT = 4;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ')
                .append(event.getLevel())
                .append(event.getLevel().levelStr.length() == SHORT ? "  " : " ");
        String logger = event.getLoggerName();
        line.append(logger.substring(logger.lastIndexOf('.') + 1)).append(' ');
        line.append(Printable.quotable(String.valueOf(event.getFormattedMessage())));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> field(line, pair.key, String.valueOf(pair.value)));
        }
        event.getMDCPropertyMap().forEach((name, value) -> field(line, name, String.valueOf(value)));
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            StackTraceText.append(line, thrown);
        }
        return line.toString();
    }

    private static void field(StringBuilder line, String name, String value) {
        line.append(' ').append(Printable.quotable(name)).append("=\"");
        line.append(Printable.quotable(value)).append('"');
    }

    /** A stack trace as Java writes it, but with the exceptions' messages escaped: one may hold what looks like a log line. */
    static final class StackTraceText {

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
}
