package io.mediadeleter.vod;

import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.rule.FaultTable;
import io.mediadeleter.rule.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of DeleteMedia that can delete nothing, to prove credentials and permission. Stateless. */
public final class CredentialProbe {

    /** No media has it: ids have 17 to 19 digits and do not begin with 0. */
    public static final String IMPOSSIBLE_FILE_ID = "0";

    /** Even of a media with that id only a publication on a platform would be withdrawn. */
    private static final Scope LEAST = new Scope.Parts(List.of(new Part("WechatMiniProgramPublishFiles", null)));

    private CredentialProbe() {}

    /**
     * Makes the call; returns within the call timeout.
     *
     * @param subAppId the sub-application to name; null for none
     */
    public static Outcome make(
            VodSettings settings, CredentialSource credentials, FaultTable table, @Nullable Long subAppId) {
        try (ApiConnection connection = new ApiConnection(settings, ApiUse.DELETION)) {
            return new MediaDeletion(connection, credentials, new CallFaults(table, ApiUse.DELETION))
                    .call(new MediaId(subAppId, IMPOSSIBLE_FILE_ID), LEAST, () -> true);
        }
    }
}
