package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One instance of the peer that its argument names, until a signal ends it. */
public final class PeerMain {

    private static final Map<String, Peer> PEERS = Map.of(
            "parallel-consumer", new ParallelConsumerPeer(),
            "spring-async", new SpringPeer(AsyncListener.class),
            "spring-sync", new SpringPeer(SyncListener.class),
            "plain-loop", new PlainLoopPeer(),
            "bare-transactions", new BareTransactions(),
            "no-transactions", new NoTransactions());

    private PeerMain() {}

    /** The name of a peer. */
    public static void main(String[] arguments) throws InterruptedException {
        Peer peer = PEERS.get(arguments[0]);
        if (peer == null) {
            throw new IllegalArgumentException("no peer \"" + arguments[0] + "\"; there are " + PEERS.keySet());
        }
        AutoCloseable running = peer.start(Settings.load(System.getenv(), null));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running)));
        new CountDownLatch(1).await();
    }

    private static void close(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception failed) {
            throw new IllegalStateException("the peer does not end", failed);
        }
    }
}
