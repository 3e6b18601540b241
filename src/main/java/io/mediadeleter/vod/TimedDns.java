package io.mediadeleter.vod;

import io.mediadeleter.time.Daemon;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * A resolver with a time limit. The call timeout only closes sockets, so by default a call waits for a name server that
 * is silent for as long as the system does, and is then reported as a slow API.
 *
 * <p>Thread-safe. Calls that look up the same name at the same time share one daemon thread.
 */
final class TimedDns implements Dns {

    private final Dns resolver;
    private final Duration atMost;
    private final ConcurrentMap<String, FutureTask<List<InetAddress>>> running = new ConcurrentHashMap<>();

    TimedDns(Dns resolver, Duration atMost) {
        this.resolver = resolver;
        this.atMost = atMost;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        try {
            return running.computeIfAbsent(host, this::start).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw because(host + ": no answer from DNS within " + atMost.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw because(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw because(host + ": interrupted", e);
        }
    }

    private FutureTask<List<InetAddress>> start(String host) {
        FutureTask<List<InetAddress>> task = new FutureTask<>(() -> {
            try {
                return resolver.lookup(host);
            } finally {
                running.remove(host);
            }
        });
        Daemon.start("vod-dns", task);
        return task;
    }

    private static UnknownHostException because(String message, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
