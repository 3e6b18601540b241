package io.mediadeleter.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as tests of this room need them. */
final class PlantedResults {

    static final Instant DELETED_AT = Instant.parse("2026-11-25T10:00:00Z");

    private PlantedResults() {}

    static DeletionResult whole(String fileId) {
        return whole(null, fileId);
    }

    static DeletionResult whole(@Nullable Long subAppId, String fileId) {
        return of(subAppId, fileId, new Scope.Whole());
    }

    static DeletionResult parts(String fileId, Part... parts) {
        return of(null, fileId, new Scope.Parts(List.of(parts)));
    }

    private static DeletionResult of(@Nullable Long subAppId, String fileId, Scope scope) {
        return new DeletionResult(
                new MediaId(subAppId, fileId), scope, false, DELETED_AT, "e-" + fileId, "r-" + fileId, "id-" + fileId);
    }

    /** The bytes of a result, with single quotes for double ones; the middle is what the case is about. */
    static byte[] json(String fileId, String middle) {
        return ("{'eventId':'e-" + fileId + "','requestEventId':'r-" + fileId + "','fileId':'" + fileId + "'," + middle
                        + "'deletedAt':'" + DELETED_AT + "','attempts':1,'coalesced':false,"
                        + "'source':{'topic':'t','partition':0,'offset':0}}")
                .replace('\'', '"')
                .getBytes(UTF_8);
    }
}
