package io.mediadeleter.event;

import io.mediadeleter.event.MediaDeleted.Disposition;
import java.time.Instant;

/** Results for tests that ask nothing of them. Stateless. */
public final class Results {

    private Results() {}

    /** What a request comes to by its first call, which is for it alone and gets the id {@code r-1}. */
    public static MediaDeleted deleted(Origin source, DeleteRequest request, Instant at) {
        return new MediaDeleted(source, request, Disposition.DELETED, "r-1", null, at, 1, false, request.scope());
    }
}
