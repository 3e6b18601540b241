package io.mediadeleter.vod;

import static io.mediadeleter.vod.TestCalls.KEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", "key\n", "k\u00e9y", "two words"})
    void textThatCannotBeAKey_givesNone(@Nullable String text) {
        assertThat(Keys.of(text, "key", null)).isEmpty();
        assertThat(Keys.of("id", text, null)).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void noToken_isAPermanentKey(@Nullable String token) {
        assertThat(Keys.of("id", "key", token)).hasValue(new Keys("id", "key", null));
    }

    @Test
    void tokenThatCannotBeSent_givesNone() {
        assertThat(Keys.of("id", "key", "tok\nen")).isEmpty();
    }

    @Test
    void text_showsNoSecret() {
        assertThat(KEYS.toString()).isEqualTo("Keys[***]");
    }

    @Test
    void refusal_showsNoSecret() {
        assertThatThrownBy(() -> new Keys("secret-id\n", "secret-key", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-");
    }

    @Test
    void shortKey_leavesWordsAlone() {
        assertThat(new Keys("id", "key", null).redact("invalid key")).isEqualTo("invalid key");
    }

    @Test
    void keyThatIsAWord_leavesSentencesAlone() {
        Keys words = new Keys("simulator", "simulatorsimulator", null);

        assertThat(words.redact("Scripted by the simulator")).isEqualTo("Scripted by the simulator");
    }

    @Test
    void keyOfLettersAndDigits_isTakenOut() {
        Keys keys = new Keys("sim-4f7c2e91-id", "sim-4f7c2e91-key", null);

        assertThat(keys.redact("key sim-4f7c2e91-key of sim-4f7c2e91-id, not sim-4f7c2e91-ids"))
                .isEqualTo("key *** of ***, not sim-4f7c2e91-ids");
    }
}
