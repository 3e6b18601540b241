package io.mediadeleter.bench;

import io.mediadeleter.bench.peer.PeerMain;
import io.mediadeleter.fixture.ChildProcess;
import io.mediadeleter.fixture.Deployment;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A system that is measured, each of its instances a process of its own with the same options of the JVM. */
enum Contestant {
    MEDIA_DELETER("media-deleter", ""),
    CONSUMER_PROTOCOL("media-deleter, consumer protocol", ""),
    NO_TRANSACTIONS("media-deleter without transactions", "no-transactions"),
    PARALLEL_CONSUMER("parallel-consumer", "parallel-consumer"),
    SPRING_ASYNC("Spring Kafka, async", "spring-async"),
    SPRING_SYNC("Spring Kafka, sync", "spring-sync"),
    PLAIN_LOOP("plain loop", "plain-loop"),
    BARE_TRANSACTIONS("bare transactions", "bare-transactions");

    /** What a user can choose between. */
    static final List<Contestant> SYSTEMS =
            List.of(MEDIA_DELETER, PARALLEL_CONSUMER, SPRING_ASYNC, SPRING_SYNC, PLAIN_LOOP);

    private final String label;
    private final String peer;

    Contestant(String label, String peer) {
        this.label = label;
        this.peer = peer;
    }

    /** Starts an instance; returns at once. */
    ChildProcess start(Deployment deployment, String instance, String... jvmOptions) {
        return peer.isEmpty()
                ? Lab.start(configured(deployment), instance, jvmOptions)
                : ChildProcess.java(
                        deployment.name() + "-" + instance,
                        deployment.environment(instance),
                        Stream.of(
                                        Stream.of(Lab.JVM_OPTIONS),
                                        Stream.of(jvmOptions),
                                        Stream.of(
                                                "-cp",
                                                System.getProperty("java.class.path"),
                                                PeerMain.class.getName(),
                                                peer))
                                .flatMap(options -> options)
                                .toList());
    }

    /** Starts so many instances with one quota between them: shared by the group, or cut into fixed parts for a peer. */
    List<ChildProcess> start(Deployment deployment, int instances, int quota) {
        int each = peer.isEmpty() ? quota : quota / instances;
        Deployment limited = deployment.with("quota.per-second", Integer.toString(each));
        return IntStream.rangeClosed(1, instances)
                .mapToObj(number -> start(limited, "instance-" + number))
                .toList();
    }

    private Deployment configured(Deployment deployment) {
        return this == CONSUMER_PROTOCOL
                ? deployment
                        .with("kafka.consumer.group.protocol", "consumer")
                        // The brokers' own first choice may give all requests to one instance.
                        .with("kafka.consumer.group.remote.assignor", "range")
                : deployment;
    }

    @Override
    public String toString() {
        return label;
    }
}
