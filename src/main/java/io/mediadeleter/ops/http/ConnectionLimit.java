package io.mediadeleter.ops.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Who is connected. A connection lives for {@value #MOST_SECONDS} s at most, however slowly a header comes or an answer is
 * read; there are {@value #MOST} at most, and one more closes the oldest: those that are idle or slow cannot shut out a probe,
 * which is answered at once. Thread-safe.
 */
final class ConnectionLimit implements Connection.Listener {

    static final int MOST = 64;
    static final int MOST_SECONDS = 15;

    private final Scheduler scheduler;
    private final Map<Connection, Scheduler.Task> present = new LinkedHashMap<>();

    ConnectionLimit(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void onOpened(Connection connection) {
        Scheduler.Task end = scheduler.schedule(() -> connection.getEndPoint().close(), MOST_SECONDS, TimeUnit.SECONDS);
        Connection oldest = null;
        synchronized (this) {
            present.put(connection, end);
            if (present.size() > MOST) {
                oldest = present.keySet().iterator().next();
                forget(oldest);
            }
        }
        if (oldest != null) {
            oldest.getEndPoint().close();
        }
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        forget(connection);
    }

    private void forget(Connection connection) {
        Scheduler.Task end = present.remove(connection);
        if (end != null) {
            end.cancel();
        }
    }
}
