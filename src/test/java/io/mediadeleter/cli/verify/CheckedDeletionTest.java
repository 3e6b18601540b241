package io.mediadeleter.cli.verify;

import static io.mediadeleter.cli.verify.PlantedResults.DELETED_AT;
import static io.mediadeleter.cli.verify.PlantedResults.parts;
import static io.mediadeleter.cli.verify.PlantedResults.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediadeleter.event.Part;
import io.mediadeleter.vod.MediaInquiry.MediaState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckedDeletionTest {

    private static final Part HD = new Part("TranscodeFiles", 100230L);
    private static final Part SD = new Part("TranscodeFiles", 100010L);
    private static final Part ALL_TRANSCODES = new Part("TranscodeFiles", null);
    private static final Part ORIGINAL = new Part("OriginalFiles", null);
    private static final Part WECHAT = new Part("WechatPublishFiles", null);

    @Test
    void mediaThatIsNotThere_isGoneWhateverWasAskedFor() {
        assertThat(presence(whole("1"), MediaState.ABSENT)).isEqualTo(Presence.GONE);
        assertThat(presence(parts("1", HD, WECHAT), MediaState.ABSENT)).isEqualTo(Presence.GONE);
    }

    @Test
    void wholeMediaThatIsThere_isStillThere() {
        assertThat(presence(whole("1"), new MediaState(true, null))).isEqualTo(Presence.STILL_THERE);
        assertThat(presence(whole("1"), there())).isEqualTo(Presence.STILL_THERE);
    }

    @Test
    void mediaThatIsNotTold_isUnknown() {
        assertThat(presence(whole("1"), null)).isEqualTo(Presence.UNKNOWN);
        assertThat(presence(parts("1", HD), new MediaState(true, null))).isEqualTo(Presence.UNKNOWN);
    }

    @Test
    void parts_areGoneWhenNoneOfThemIsThere() {
        assertThat(presence(parts("1", HD, ORIGINAL), there(SD))).isEqualTo(Presence.PARTS_GONE);
        assertThat(presence(parts("1", ALL_TRANSCODES), there(ORIGINAL))).isEqualTo(Presence.PARTS_GONE);
    }

    @Test
    void partThatIsThere_isNamed() {
        CheckedDeletion checked = check(parts("1", HD, SD, WECHAT), there(SD, ORIGINAL));
        assertThat(checked.presence()).isEqualTo(Presence.STILL_THERE);
        assertThat(checked.detail()).isEqualTo("TranscodeFiles:100010");
    }

    @Test
    void allOfAType_areStillThereWhileOneIs() {
        assertThat(presence(parts("1", ALL_TRANSCODES), there(SD))).isEqualTo(Presence.STILL_THERE);
        assertThat(presence(parts("1", new Part("TranscodeFiles", 0L)), there(SD)))
                .isEqualTo(Presence.STILL_THERE);
    }

    @Test
    void outputWithoutATemplate_mayBeTheOneThatWasAskedFor() {
        assertThat(presence(parts("1", HD), there(ALL_TRANSCODES))).isEqualTo(Presence.STILL_THERE);
    }

    @Test
    void partOfATypeThatIsNotDescribed_cannotBeTold() {
        CheckedDeletion checked = check(parts("1", HD, WECHAT), there(SD));
        assertThat(checked.presence()).isEqualTo(Presence.NOT_DESCRIBED);
        assertThat(checked.detail()).isEqualTo("WechatPublishFiles");
    }

    private static MediaState there(Part... parts) {
        return new MediaState(true, List.of(parts));
    }

    private static Presence presence(DeletionResult result, @Nullable MediaState state) {
        return check(result, state).presence();
    }

    private static CheckedDeletion check(DeletionResult result, @Nullable MediaState state) {
        return CheckedDeletion.of(result, state, DELETED_AT, "check");
    }
}
