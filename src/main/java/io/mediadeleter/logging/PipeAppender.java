package io.mediadeleter.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes to standard output by a {@link LogPipe}: whoever logs never waits for whoever reads. For the service; an operator's
 * own Logback file may name it, with any encoder. Thread-safe.
 */
public final class PipeAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final LogPipe pipe;
    private @Nullable Encoder<ILoggingEvent> encoder;

    /** Logback makes it. */
    public PipeAppender() {
        this(LogPipe.standardOutput());
    }

    PipeAppender(LogPipe pipe) {
        this.pipe = pipe;
    }

    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    public @Nullable Encoder<ILoggingEvent> getEncoder() {
        return encoder;
    }

    @Override
    public void start() {
        if (encoder == null) {
            addError("there is no encoder for the appender " + getName());
        } else {
            super.start();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (encoder == null) {
            return;
        }
        try {
            pipe.offer(encoder.encode(event));
        } catch (RuntimeException unwritable) {
            pipe.lost();
            addError("a line could not be made", unwritable);
        }
    }
}
