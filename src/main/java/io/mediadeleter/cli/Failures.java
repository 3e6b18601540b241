package io.mediadeleter.cli;

import io.mediadeleter.config.InvalidSettings;
import io.mediadeleter.config.LogFormat;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.logging.Logging;
import io.mediadeleter.text.OperatorError;
import io.mediadeleter.text.Printable;
import io.mediadeleter.time.Daemon;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command says that it failed: in a message on standard error; the service, where its log is JSON, as a line of that.
 * Confined to one thread.
 *
 * @param logFormat what the environment and the file ask for, as far as they can be read
 */
record Failures(Supplier<LogFormat> logFormat) {

    /** A message that nobody takes must not keep a service from ending. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The reason is the last line but one: the whole help would push it out of sight. */
    int misused(ParameterException misuse) {
        CommandLine command = misuse.getCommandLine();
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        lines.println(misuse.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(misuse, lines)) {
            lines.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        say(command, text.toString());
        return ExitCode.USAGE;
    }

    /** What was foreseen is told in one message; anything else is a defect and shows where it is. */
    int failed(Exception failure, CommandLine command) {
        if (failure instanceof InvalidSettings || failure instanceof OperatorError) {
            say(command, String.valueOf(failure.getMessage()));
        } else if (failure instanceof KafkaException) {
            say(command, "Kafka: " + KafkaFailure.reason(failure));
        } else if (isLogged(command)) {
            LoggerFactory.getLogger(Main.class).error("failed: {}", failure.getMessage(), failure);
        } else {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            say(command, trace.toString());
        }
        return isMisconfiguration(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static boolean isMisconfiguration(Exception failure) {
        return failure instanceof InvalidSettings
                || (failure instanceof OperatorError foreseen && foreseen.isMisconfiguration());
    }

    private void say(CommandLine command, String text) {
        String shown = Printable.lines(text.stripTrailing());
        if (isLogged(command)) {
            LoggerFactory.getLogger(Main.class).error(shown);
        } else if (isService(command)) {
            within(PATIENCE, () -> command.getErr().println(shown));
        } else {
            command.getErr().println(shown);
        }
    }

    private boolean isLogged(CommandLine command) {
        boolean isLogged = isService(command) && logFormat.get() == LogFormat.JSON;
        if (isLogged) {
            Logging.asService(LogFormat.JSON);
        }
        return isLogged;
    }

    private static boolean isService(CommandLine command) {
        return command.getCommandName().equals("run");
    }

    /** Does something that may never come to its end, but waits for it no longer than so. */
    static void within(Duration limit, Runnable action) {
        Thread thread = Daemon.start("stderr", action);
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
