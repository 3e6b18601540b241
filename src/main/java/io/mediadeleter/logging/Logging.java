package io.mediadeleter.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.mediadeleter.config.LogFormat;
import java.net.URL;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go. Commands whose output is a result keep standard output to it: they log warnings, on standard error.
 * The service logs on standard output, and never waits for whoever reads that. An operator's own file, by Logback's {@code
 * logback.configurationFile}, goes before both.
 */
public final class Logging {

    private static final String OPERATORS_FILE = "logback.configurationFile";

    /** What a process that ends waits for its last lines to be taken. */
    private static final Duration FLUSH = Duration.ofSeconds(2);

    private Logging() {}

    /** From now on logs as the service does. */
    public static void asService(LogFormat format) {
        if (System.getProperty(OPERATORS_FILE) == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context, format);
            LoggedOutput.takeOver();
        }
    }

    /** Reads the one configuration again, with the service's choices in it. */
    static void configure(LoggerContext context, LogFormat format) {
        URL configuration = Logging.class.getResource("/logback.xml");
        context.reset();
        context.putProperty("output", format == LogFormat.JSON ? "json" : "text");
        context.putProperty("level", "INFO");
        context.putProperty("kafkaLevel", "WARN");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(configuration);
        } catch (JoranException e) {
            throw new IllegalStateException("logback.xml in this jar is broken", e);
        }
    }

    /** Waits, but not for long, until standard output has taken the last lines; how many it has not. */
    public static int flush() {
        try {
            return LogPipe.standardOutput().flush(FLUSH);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
