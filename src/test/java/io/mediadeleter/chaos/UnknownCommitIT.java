package io.mediadeleter.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.mediadeleter.fixture.Deployment;
import io.mediadeleter.fixture.KafkaFixture;
import io.mediadeleter.fixture.Patience;
import io.mediadeleter.kafka.outbox.KafkaOutbox;
import io.mediadeleter.service.Service;
import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.SimulatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A broker that stops answering in the middle of commits, and instances that stop in the middle of transactions. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class UnknownCommitIT {

    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Duration PAUSE = Duration.ofMillis(2_500);
    private static final int ROUNDS = 6;
    private static final int REQUESTS = 100;
    private static final URI NO_API = URI.create("http://127.0.0.1:1");

    private final List<Logger> changed = new ArrayList<>();

    private static ClusterProcess cluster;

    @AutoClose
    private static KafkaFixture kafka;

    /** An instance with all its patience comes first: it waits until the topics of the new cluster's coordinators are there. */
    @BeforeAll
    static void startKafka() throws Exception {
        cluster = ClusterProcess.start(1);
        kafka = KafkaFixture.on(cluster);
        Deployment deployment = deployment("first", NO_API).with("dry-run", "true");
        Service first = Service.start(deployment.typed("only"), Optional::empty, () -> {});
        first.stop();
        assertThat(first.awaitEnd()).isEmpty();
    }

    /** Other tests of this JVM read the log, too. */
    @AfterEach
    void speakAgain() {
        changed.forEach(logger -> {
            logger.detachAndStopAllAppenders();
            logger.setLevel(null);
            logger.setAdditive(true);
        });
    }

    /** The broker stops just before it is asked to commit; whether it commits when it goes on is its own affair. */
    @Test
    void commitsWithoutAnAnswer_areNeverWrittenTwice() throws Exception {
        Deployment deployment = deployment("unanswered", NO_API)
                .with("dry-run", "true")
                .with("kafka.producer.max.block.ms", "1000")
                .with("kafka.producer.request.timeout.ms", "500")
                .with("kafka.producer.delivery.timeout.ms", "600");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>(); // another thread reads it
        listen(KafkaOutbox.class.getName(), Level.WARN, log);
        AtomicBoolean armed = new AtomicBoolean();
        listen("org.apache.kafka.clients.producer.internals.Sender", Level.DEBUG, new StopBeforeCommit(cluster, armed));
        logger("media-deleter").setLevel(Level.OFF);

        Service service = Service.start(deployment.typed("only"), Optional::empty, () -> {});
        try (Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
            for (int round = 1; round <= ROUNDS; round++) {
                armed.set(true);
                // Not waited for yet: the broker may stop before it has all of them.
                Future<?> published = traffic.publish(REQUESTS, Duration.ZERO);
                await("a commit").untilFalse(armed);
                elapse(PAUSE);
                cluster.broker(0).resume();
                Patience.get(published);
                follower.awaitSettled(round * REQUESTS, PATIENCE);
            }
            service.stop();
            assertThat(service.awaitEnd()).isEmpty();

            System.out.println("unknown commits: " + count(log, " went through") + " went through, "
                    + count(log, "did not go") + " did not");
            assertThat(count(log, "outcome was unknown")).isPositive();
            assertSettledOnce(traffic, follower);
        } finally {
            cluster.broker(0).resume();
            service.stop();
        }
    }

    @Test
    void brokerThatIsGoneForLongerThanTheSession_settlementsAreKeptAndCommittedAfterwards() throws Exception {
        try (Simulator api = Simulator.start(new SimulatorSettings())) {
            Deployment deployment = deployment("gone", api.uri());
            try (Group group = Group.start(deployment, 1);
                    Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                    Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
                Future<?> published = traffic.publish(1_000, Duration.ofSeconds(10));
                follower.awaitSettled(100, PATIENCE);
                pauseBroker(Duration.ofSeconds(15));
                published.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
                follower.awaitSettled(1_000, PATIENCE);

                assertThat(group.instance(0).isAlive()).isTrue();
                assertSettledOnce(traffic, follower);
            }
        }
    }

    @Test
    void transactionThatTimesOutWhileItsInstanceIsStopped_theInstanceGoesOn() {
        try (Simulator api = Simulator.start(new SimulatorSettings())) {
            Deployment deployment = deployment("stopped", api.uri()).with("settle.interval", "1ms");
            try (Group group = Group.start(deployment, 1);
                    Traffic traffic = new Traffic(kafka.bootstrapServers(), deployment.requested());
                    Follower follower = new Follower(kafka.bootstrapServers(), deployment)) {
                Future<?> unused = traffic.publish(1_000, Duration.ofSeconds(10));
                follower.awaitSettled(100, PATIENCE);
                group.pauseInTransaction(kafka.admin(), 0);
                group.awaitTransactionEnd(kafka.admin(), 0);
                group.instance(0).resume();
                follower.awaitSettled(1_000, PATIENCE);

                assertThat(group.instance(0).isAlive()).isTrue();
                assertSettledOnce(traffic, follower);
            }
        }
    }

    private static void pauseBroker(Duration pause) {
        cluster.broker(0).pause();
        try {
            elapse(pause);
        } finally {
            cluster.broker(0).resume();
        }
    }

    /** Nothing tells when a pause is over but the clock. */
    private static void elapse(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        BooleanSupplier isOver = () -> System.nanoTime() >= end;
        await("the end of the pause").atMost(pause.plus(PATIENCE)).until(isOver::getAsBoolean);
    }

    private static void assertSettledOnce(Traffic traffic, Follower follower) {
        follower.awaitEnd(PATIENCE);
        ChaosVerdict verdict = new Verifier(traffic.published(), List.of(), follower.steps(), List.of()).verdict(0);
        assertThat(verdict.lost()).as(verdict.table()).isZero();
        assertThat(verdict.duplicated()).as(verdict.table()).isZero();
        assertThat(verdict.settlements()).as(verdict.table()).isEqualTo(verdict.requests());
    }

    private static Deployment deployment(String name, URI api) {
        Deployment deployment = Deployment.of(kafka.unique(name), kafka.bootstrapServers(), api);
        deployment.createTopics();
        return deployment;
    }

    private Logger logger(String speaker) {
        Logger logger = (Logger) LoggerFactory.getLogger(speaker);
        changed.add(logger);
        return logger;
    }

    private void listen(String speaker, Level level, Appender<ILoggingEvent> appender) {
        Logger logger = logger(speaker);
        logger.setLevel(level);
        logger.setAdditive(false);
        logger.addAppender(appender);
        appender.start();
    }

    private static long count(ListAppender<ILoggingEvent> log, String words) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getFormattedMessage().contains(words))
                .count();
    }
}
