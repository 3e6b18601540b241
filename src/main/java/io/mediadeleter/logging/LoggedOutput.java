package io.mediadeleter.logging;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * What libraries and the JVM print past the log becomes log lines: it has the log's form, and it never waits for a reader.
 * Used by a {@link PrintStream}, which lets in one thread at a time.
 */
public final class LoggedOutput extends OutputStream {

    private static final int LONGEST = 8_192;

    private final Consumer<String> log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LoggedOutput(Consumer<String> log) {
        this.log = log;
    }

    /** From now on {@link System#out} and {@link System#err} go to loggers of the names {@code stdout} and {@code stderr}. */
    public static void takeOver() {
        System.setOut(stream("stdout"));
        System.setErr(stream("stderr"));
    }

    private static PrintStream stream(String name) {
        return new PrintStream(new LoggedOutput(LoggerFactory.getLogger(name)::warn), true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        if (b == '\n' || line.size() >= LONGEST) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            if (!text.isBlank()) {
                log.accept(text.stripTrailing());
            }
        }
        if (b != '\n') {
            line.write(b);
        }
    }
}
