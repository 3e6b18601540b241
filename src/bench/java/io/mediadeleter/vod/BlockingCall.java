package io.mediadeleter.vod;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;

/**
 * The product's call without its pool of workers, so that systems that are measured beside it differ in all but the call.
 * Safe for any thread.
 */
public final class BlockingCall implements AutoCloseable {

    private final ApiConnection connection;
    private final MediaDeletion deletion;

    public BlockingCall(VodSettings settings, CredentialSource credentials, FaultTable table) {
        connection = new ApiConnection(settings);
        deletion = new MediaDeletion(connection, credentials, new CallFaults(table));
    }

    /** Deletes the whole media; returns when the call has ended. */
    public Outcome delete(MediaId media) {
        return deletion.call(media, new Scope.Whole());
    }

    @Override
    public void close() {
        connection.close();
    }
}
