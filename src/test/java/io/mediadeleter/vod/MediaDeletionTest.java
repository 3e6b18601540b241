package io.mediadeleter.vod;

import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.vod.v20180717.models.DeleteMediaRequest;
import com.tencentcloudapi.vod.v20180717.models.MediaDeleteItem;
import io.mediadeleter.event.MediaId;
import io.mediadeleter.event.Part;
import io.mediadeleter.event.Scope;
import io.mediadeleter.fixture.Json;
import io.mediadeleter.rule.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The body that is written here is the one that the SDK's own request would be; and what comes before a call. */
@Timeout(180)
class MediaDeletionTest {

    private static final String FILE_ID = "7447398156998994860";

    private final DeleteMediaRequest request = new DeleteMediaRequest();

    @Test
    void wholeMedia_hasNoParts() throws Exception {
        request.setFileId(FILE_ID);

        assertIsTheSdks(new MediaId(null, FILE_ID), new Scope.Whole());
    }

    @Test
    void mediaOfASubApplication_namesIt() throws Exception {
        request.setFileId(FILE_ID);
        request.setSubAppId(Long.MAX_VALUE);

        assertIsTheSdks(new MediaId(Long.MAX_VALUE, FILE_ID), new Scope.Whole());
    }

    @Test
    void parts_areAllThere_inTheirOrder_withTheDefinitionsThatTheyHave() throws Exception {
        request.setFileId(FILE_ID);
        request.setSubAppId(1L);
        request.setDeleteParts(new MediaDeleteItem[] {
            item("TranscodeFiles", 230L), item("TranscodeFiles", 0L), item("OriginalFiles", null), item("New\"Kind", 7L)
        });

        assertIsTheSdks(
                new MediaId(1L, FILE_ID),
                new Scope.Parts(List.of(
                        new Part("TranscodeFiles", 230L),
                        new Part("TranscodeFiles", 0L),
                        new Part("OriginalFiles", null),
                        new Part("New\"Kind", 7L))));
    }

    @Test
    void preparation_sendsNothing() throws Exception {
        try (MisbehavingServer server = new MisbehavingServer(Behaviour.success());
                ApiConnection connection =
                        new ApiConnection(TestCalls.settings(server.endpoint(), 1), ApiUse.DELETION)) {
            MediaDeletion deletion = new MediaDeletion(
                    connection,
                    CredentialSource.fixed(TestCalls.KEYS),
                    new CallFaults(TestCalls.TABLE, ApiUse.DELETION));

            deletion.prepare();

            assertThat(connection.openConnections()).isZero();
            assertThat(server.requests()).isEmpty();
            assertThat(deletion.call(new MediaId(null, FILE_ID), new Scope.Whole(), () -> true))
                    .isInstanceOf(Outcome.Deleted.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static MediaDeleteItem item(String type, @Nullable Long definition) {
        MediaDeleteItem item = new MediaDeleteItem();
        item.setType(type);
        item.setDefinition(definition);
        return item;
    }

    private void assertIsTheSdks(MediaId media, Scope scope) {
        assertThat(Json.read(MediaDeletion.body(media, scope)))
                .isEqualTo(Json.read(AbstractModel.toJsonString(request)));
    }
}
