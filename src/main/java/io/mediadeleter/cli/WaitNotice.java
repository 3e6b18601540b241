package io.mediadeleter.cli;

import io.mediadeleter.config.InvalidSettings;
import io.mediadeleter.kafka.client.AdminSession;
import io.mediadeleter.kafka.client.KafkaFailure;
import io.mediadeleter.kafka.client.KafkaSettings;
import io.mediadeleter.time.Daemon;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Says on standard error whom a command waits for, where Kafka does not answer. It asks over a connection of its own, and only
 * while a command takes longer than a moment: most have ended by then. Confined to one thread.
 *
 * @param kafka throws where the settings are wrong, which the command itself tells
 */
record WaitNotice(Supplier<KafkaSettings> kafka) implements IExecutionStrategy {

    private static final Duration MOMENT = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofMillis(2_300);

    /** These ask Kafka nothing, and the service has a log. */
    private static final Set<String> NOT_WAITING = Set.of("run", "simulator", "completion", "help");

    @Override
    public int execute(ParseResult parsed) {
        ParseResult subcommand = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        CommandLine command = subcommand.commandSpec().commandLine();
        if (NOT_WAITING.contains(command.getCommandName())) {
            return new RunLast().execute(parsed);
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread watch = Daemon.start("wait-notice", () -> watch(command.getErr(), ended));
        try {
            return new RunLast().execute(parsed);
        } finally {
            ended.countDown();
            watch.interrupt(); // it may be asking
        }
    }

    private void watch(PrintWriter err, CountDownLatch ended) {
        try {
            if (ended.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            KafkaSettings brokers = kafka.get();
            if (isSilent(brokers)) {
                err.println("No answer yet from Kafka at " + brokers.bootstrapServers() + "; waiting");
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (InvalidSettings | KafkaFailure toldByTheCommand) {
            return;
        }
    }

    /** A refusal is an answer: the command says what it means. */
    private static boolean isSilent(KafkaSettings brokers) throws InterruptedException {
        try (AdminSession session = AdminSession.open(brokers)) {
            session.admin().describeCluster().clusterId().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException silent) {
            return true;
        } catch (ExecutionException answer) {
            return false;
        }
    }
}
