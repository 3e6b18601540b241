package io.mediadeleter.bench;

import io.mediadeleter.simulator.Simulator;
import io.mediadeleter.simulator.account.Call;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When what happened to each request, in microseconds on the wall clock, as seen from outside, so that it says the same of every system.
 *
 * @param called when the call arrived at the API
 * @param written when the result was in the log
 * @param visible when a reader of committed transactions had it
 */
record Timeline(Publisher publisher, AtomicLongArray called, ResultTimes written, ResultTimes visible, int apiMillis) {

    static Timeline of(
            Publisher publisher,
            Simulator simulator,
            ResultTimes written,
            ResultTimes visible,
            int requests,
            int apiMillis) {
        AtomicLongArray called = new AtomicLongArray(requests);
        for (Call call : simulator.calls().all()) {
            int number = Lab.number(call.fileId().orElseThrow());
            if (number < requests) {
                called.compareAndSet(number, 0, micros(call.arrivedAt()));
            }
        }
        return new Timeline(publisher, called, written, visible, apiMillis);
    }

    /** From publishing to the reader, without the API's own time; of the requests from one number to before another. */
    Latencies all(int from, int to) {
        Latencies all = new Latencies();
        for (int number = from; number < to; number++) {
            add(all, publisher.publishedMicros(number) + apiMicros(), visible.at(number));
        }
        return all;
    }

    /** The same in its parts: from its place in the log to the API, from the API's answer to the log, and from there to the reader. */
    List<Latencies> parts(int from, int to) {
        Latencies toApi = new Latencies();
        Latencies toLog = new Latencies();
        Latencies toReader = new Latencies();
        for (int number = from; number < to; number++) {
            add(toApi, publisher.appendedMicros(number), called.get(number));
            add(toLog, called.get(number) + apiMicros(), written.at(number));
            add(toReader, written.at(number), visible.at(number));
        }
        return List.of(toApi, toLog, toReader);
    }

    static long micros() {
        return micros(Instant.now());
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }

    private long apiMicros() {
        return TimeUnit.MILLISECONDS.toMicros(apiMillis);
    }

    private static void add(Latencies part, long fromMicros, long toMicros) {
        part.add(TimeUnit.MICROSECONDS.toNanos(toMicros - fromMicros));
    }
}
